package dev.pilothouse.tui.screen.console;

import dev.pilothouse.tui.console.ConsoleTarget;
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
import dev.pilothouse.tui.widget.TextField;
import java.util.List;

/** A text that is typed into the guest and shown to nobody. */
record SecretForm(ConsoleTarget target, TextField typed) implements Screen {
  private static final int WIDTH = 60;

  static SecretForm of(ConsoleTarget target) {
    return new SecretForm(target, TextField.of(""));
  }

  @Override
  public String title() {
    return "Type a secret into " + target.name();
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
            : Step.of(new SecretForm(target, now));
      }
      case Msg.Pasted pasted -> Step.of(new SecretForm(target, typed.insert(pasted.text())));
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

  @Override
  public List<Binding> bindings(World world) {
    return List.of(
        Binding.of("Enter", "type", "type it, then Enter", () -> typed("\n")),
        Binding.of("Tab", "without Enter", "type it without Enter", () -> typed("")),
        Binding.of("Esc", "cancel", "type nothing", () -> Step.of(this, new Effect.Close())));
  }

  private Step typed(String end) {
    String text = typed.text() + end;
    return Step.of(
        this, new Effect.Close(), new Effect.InConsole(target, console -> console.type(text)));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    Rect inside = DialogBox.paint(frame, area, world.theme(), title(), 3, WIDTH);
    frame.put(
        inside.row(),
        inside.column(),
        inside.columns(),
        "Not shown, not recorded, not logged here. The guest may show it.",
        world.theme().style(Role.DIALOG));
    TextField hidden = new TextField("*".repeat(typed.text().length()), typed.cursor());
    hidden.paint(frame, inside.line(2), world.theme().style(Role.INPUT));
  }

  /** Without the secret: this may reach a log. */
  @Override
  public String toString() {
    return "SecretForm[" + target.name() + "]";
  }
}
