package dev.pilothouse.tui.screen.dialog;

import dev.pilothouse.tui.filter.FleetFilter;
import dev.pilothouse.tui.filter.MalformedFilterException;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.widget.TextField;
import java.util.List;

/**
 * The line after {@code /}: the list beneath follows at every key.
 *
 * @param before the filter to go back to
 * @param problem what is wrong with what is typed; empty when it is a filter
 */
public record FilterLine(TextField typed, FleetFilter before, String problem) implements Screen {
  public static FilterLine of(FleetFilter filter) {
    return new FilterLine(TextField.of(filter.text()), filter, "");
  }

  @Override
  public String title() {
    return "Filter";
  }

  @Override
  public boolean overlay() {
    return true;
  }

  @Override
  public Step update(Msg msg, World world) {
    return switch (msg) {
      case Msg.Key key -> {
        TextField now = typed.type(key.stroke());
        yield now.equals(typed) ? dispatch(key.name(), world) : typed(now);
      }
      case Msg.Pasted pasted -> typed(typed.insert(pasted.text()));
      case Msg.WorldChanged m -> Step.of(this);
      case Msg.OperationNews m -> Step.of(this);
      case Msg.Submitted m -> Step.of(this);
      case Msg.NotSubmitted m -> Step.of(this);
      case Msg.Filtered m -> Step.of(this);
      case Msg.Completed m -> Step.of(this);
      case Msg.Edited m -> Step.of(this);
      case Msg.Reread m -> Step.of(this);
      case Msg.Answered m -> Step.of(this);
    };
  }

  private Step typed(TextField now) {
    try {
      FleetFilter filter = FleetFilter.parse(now.text());
      return Step.of(new FilterLine(now, before, ""), new Effect.Filter(filter));
    } catch (MalformedFilterException e) {
      return Step.of(new FilterLine(now, before, String.valueOf(e.getMessage())));
    }
  }

  @Override
  public List<Binding> bindings(World world) {
    return List.of(
        Binding.of("Enter", "keep", "keep the filter", () -> Step.of(this, new Effect.Close()))
            .unless(problem),
        Binding.of(
            "Esc",
            "undo",
            "back to the filter before",
            () -> Step.of(this, new Effect.Filter(before), new Effect.Close())));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    Rect line = new Rect(world.rows() - 2, 0, 1, world.columns());
    PromptRow.paint(frame, line, world.theme(), "/", typed, problem);
  }
}
