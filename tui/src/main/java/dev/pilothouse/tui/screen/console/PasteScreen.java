package dev.pilothouse.tui.screen.console;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.tui.console.ConsoleTarget;
import dev.pilothouse.tui.console.GuestConsole;
import dev.pilothouse.tui.console.Typing;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A look at what is to be typed into a guest, and then at how far that is.
 *
 * @param missing characters that the guest's keyboard cannot make
 * @param typing null before it began
 */
record PasteScreen(ConsoleTarget target, String text, String missing, @Nullable Typing typing)
    implements Screen {
  private static final int SHOWN = 6;
  private static final int WIDTH = 70;

  /** Waits for the person's paste. */
  static PasteScreen empty(ConsoleTarget target) {
    return new PasteScreen(target, "", "", null);
  }

  static PasteScreen of(ConsoleTarget target, String text, GuestConsole console) {
    return new PasteScreen(target, text, console.missing(text), null);
  }

  @Override
  public String title() {
    return "Paste into " + target.name();
  }

  @Override
  public boolean overlay() {
    return true;
  }

  @Override
  public Step update(Msg msg, World world) {
    return switch (msg) {
      case Msg.Key key -> dispatch(key.name(), world);
      case Msg.Pasted pasted -> pasted(pasted.text(), world);
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

  private Step pasted(String more, World world) {
    GuestConsole console = world.consoles().of(target);
    return typing != null || console == null
        ? Step.of(this)
        : Step.of(of(target, text + more, console));
  }

  @Override
  public List<Binding> bindings(World world) {
    if (typing == null) {
      return List.of(
          Binding.of("Enter", "type", "type it into the guest", () -> begin(world))
              .unless(text.isEmpty() ? "nothing was pasted yet" : ""),
          Binding.of("Esc", "cancel", "type nothing", () -> Step.of(this, new Effect.Close())));
    }
    return List.of(
        Binding.of(
            "Esc Enter q",
            typing.over() ? "close" : "stop",
            "stop here; what is typed stays typed",
            () -> {
              typing.stop();
              return Step.of(this, new Effect.Close());
            }));
  }

  private Step begin(World world) {
    GuestConsole console = world.consoles().of(target);
    return console == null
        ? Step.of(this, new Effect.Close())
        : Step.of(new PasteScreen(target, text, missing, console.type(text)));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    List<String> lines = text.lines().toList();
    Rect inside = DialogBox.paint(frame, area, world.theme(), title(), SHOWN + 4, WIDTH);
    for (int i = 0; i < SHOWN && i < lines.size(); i++) {
      String line =
          i == SHOWN - 1 && lines.size() > SHOWN
              ? "... and " + (lines.size() - SHOWN + 1) + " lines more"
              : Visible.line(lines.get(i));
      frame.put(
          inside.row() + i,
          inside.column(),
          inside.columns(),
          line,
          world.theme().style(Role.DIALOG));
    }
    Rect said = inside.line(SHOWN + 1);
    Typing now = typing;
    String how =
        now != null
            ? now.typed() + " of " + now.total() + (now.over() ? " typed." : " typed...")
            : text.isEmpty()
                ? "Paste now, with your terminal's key for it."
                : count(lines.size(), "line") + ", " + count(text.length(), "character") + ".";
    frame.put(said.row(), said.column(), said.columns(), how, world.theme().style(Role.DIALOG));
    if (!missing.isEmpty() && now == null) {
      frame.put(
          said.row() + 1,
          said.column(),
          said.columns(),
          "Left out, for the guest's keyboard cannot make them: " + Visible.line(missing),
          world.theme().style(Role.WARNING));
    }
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
