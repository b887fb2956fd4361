package dev.pilothouse.tui.screen.dialog;

import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.DialogBox;
import java.util.ArrayList;
import java.util.List;

/** A form in a box, which says at every key what is wrong with what was filled in. */
public record FormScreen(Purpose purpose, Form form) implements Screen {
  private static final int WIDTH = 66;

  /** What a form is for. */
  public interface Purpose {
    String title();

    /** A word for what Enter does. */
    String word();

    /** One line on top, such as what it is about. */
    String about();

    /** Why it cannot be done as it is filled in; empty when it can. */
    String problem(Form form, World world);

    /** What will be done, in one line; asked only when there is no problem. */
    String sentence(Form form, World world);

    /** What Enter leads to; asked only when there is no problem. */
    Effect effect(Form form, World world);

    /** The same where it is more than one, after the form is gone. */
    default List<Effect> effects(Form form, World world) {
      return List.of(effect(form, world));
    }
  }

  @Override
  public String title() {
    return purpose.title();
  }

  @Override
  public boolean overlay() {
    return true;
  }

  @Override
  public Step update(Msg msg, World world) {
    return switch (msg) {
      case Msg.Key key -> {
        Form typed = form.type(key.stroke());
        yield typed.equals(form)
            ? dispatch(key.name(), world)
            : Step.of(new FormScreen(purpose, typed));
      }
      case Msg.Pasted pasted -> Step.of(new FormScreen(purpose, form.insert(pasted.text())));
      case Msg.WorldChanged m -> Step.of(this);
      case Msg.OperationNews m -> Step.of(this);
      case Msg.Submitted m -> Step.of(this);
      case Msg.NotSubmitted m -> Step.of(this);
      case Msg.Filtered m -> Step.of(this);
      case Msg.Completed m -> Step.of(this);
      case Msg.Answered m -> Step.of(this);
      case Msg.Edited m -> Step.of(this);
      case Msg.Reread m -> Step.of(this);
    };
  }

  @Override
  public List<Binding> bindings(World world) {
    String problem = purpose.problem(form, world);
    return List.of(
        Binding.of("Enter", purpose.word(), purpose.title(), () -> done(world)).unless(problem),
        Binding.of(
            "Esc", "cancel", "leave everything as it is", () -> Step.of(this, new Effect.Close())),
        Binding.of("Tab Down", "next field", "to the next field", () -> Step.of(this)),
        Binding.of("S-Tab Up", "", "to the field before", () -> Step.of(this)),
        Binding.of("Space Left Right", "", "choose", () -> Step.of(this)));
  }

  private Step done(World world) {
    List<Effect> all = new ArrayList<>();
    all.add(new Effect.Close());
    all.addAll(purpose.effects(form, world));
    return new Step(this, all);
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    int rows = form.fields().size() + 4;
    Rect inside =
        DialogBox.paint(
            frame, area, world.theme(), title(), rows, Math.min(WIDTH, area.columns() - 4));
    frame.put(
        inside.row(),
        inside.column(),
        inside.columns(),
        purpose.about(),
        world.theme().style(Role.DIALOG));
    Rect fields = new Rect(inside.row() + 2, inside.column(), rows - 4, inside.columns());
    String problem = purpose.problem(form, world);
    frame.put(
        inside.row() + rows - 1,
        inside.column(),
        inside.columns(),
        problem.isEmpty() ? purpose.sentence(form, world) : problem,
        world.theme().style(problem.isEmpty() ? Role.OK : Role.ERROR));
    form.paint(frame, fields, world.theme());
  }
}
