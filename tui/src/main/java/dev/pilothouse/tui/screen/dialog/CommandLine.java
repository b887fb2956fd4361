package dev.pilothouse.tui.screen.dialog;

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
 * The line after {@code :}, with the words of the command shell.
 *
 * @param candidates what Tab found for the last word; empty before Tab
 */
public record CommandLine(TextField typed, List<String> candidates) implements Screen {
  public CommandLine {
    candidates = List.copyOf(candidates);
  }

  public static CommandLine empty() {
    return new CommandLine(TextField.of(""), List.of());
  }

  @Override
  public String title() {
    return "Command";
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
        yield now.equals(typed)
            ? dispatch(key.name(), world)
            : Step.of(new CommandLine(now, List.of()));
      }
      case Msg.Pasted pasted -> Step.of(new CommandLine(typed.insert(pasted.text()), List.of()));
      case Msg.Answered m -> Step.of(this);
      case Msg.Completed completed ->
          Step.of(completed.line().equals(typed.text()) ? completed(completed.candidates()) : this);
      case Msg.WorldChanged m -> Step.of(this);
      case Msg.OperationNews m -> Step.of(this);
      case Msg.Submitted m -> Step.of(this);
      case Msg.NotSubmitted m -> Step.of(this);
      case Msg.Filtered m -> Step.of(this);
      case Msg.Edited m -> Step.of(this);
      case Msg.Reread m -> Step.of(this);
    };
  }

  /** As far as all candidates agree; a single one whole, with a blank after it. */
  private CommandLine completed(List<String> found) {
    if (found.isEmpty()) {
      return new CommandLine(typed, found);
    }
    String common = found.getFirst();
    for (String candidate : found) {
      while (!candidate.startsWith(common)) {
        common = common.substring(0, common.length() - 1);
      }
    }
    int start = typed.text().lastIndexOf(' ') + 1;
    String whole = typed.text().substring(0, start) + common + (found.size() == 1 ? " " : "");
    return whole.length() > typed.text().length()
        ? new CommandLine(TextField.of(whole), found.size() == 1 ? List.of() : found)
        : new CommandLine(typed, found);
  }

  @Override
  public List<Binding> bindings(World world) {
    return List.of(
        Binding.of("Enter", "run", "run the command", this::run),
        Binding.of(
            "Tab",
            "complete",
            "complete the word",
            () -> Step.of(this, new Effect.Complete(typed.text()))),
        Binding.of(
            "Esc ^C",
            "leave",
            "leave without running it",
            () -> Step.of(this, new Effect.Close())));
  }

  private Step run() {
    return typed.text().isBlank()
        ? Step.of(this, new Effect.Close())
        : Step.of(this, new Effect.Close(), new Effect.RunCommand(typed.text().strip()));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    Rect line = new Rect(world.rows() - 2, 0, 1, world.columns());
    // All candidates, because the one that is wanted may be the last.
    String several = candidates.size() > 1 ? String.join("  ", candidates) : "";
    PromptRow.paint(frame, line, world.theme(), ":", typed, several);
  }
}
