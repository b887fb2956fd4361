package dev.pilothouse.tui.screen.console;

import com.googlecode.lanterna.input.KeyStroke;
import dev.pilothouse.fleet.operation.ConsoleOperation.Face;
import dev.pilothouse.tui.console.ConsoleStatus;
import dev.pilothouse.tui.console.ConsoleTarget;
import dev.pilothouse.tui.console.GuestConsole;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.TextField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A guest's console.
 *
 * @param back how many lines one looks back; 0 for what is there now
 * @param query what one searched for last
 * @param columns the size for which the console was told to paint; 0 before that
 * @param only whether it is all that the session shows, so that leaving it ends that
 */
public record ConsoleScreen(
    ConsoleTarget target, Mode mode, int back, TextField query, int columns, int rows, boolean only)
    implements Screen {
  /** Whose the keys are. */
  enum Mode {
    /** The guest's. */
    LIVE,
    /** They look back. */
    LOOKING,
    /** They are a text to search for. */
    SEARCHING
  }

  /** A pasted text of one line and not longer than this needs no look before. */
  private static final int SHORT_PASTE = 80;

  public static ConsoleScreen of(ConsoleTarget target, boolean only) {
    return new ConsoleScreen(target, Mode.LIVE, 0, TextField.of(""), 0, 0, only);
  }

  /** What opens it: the console first, then the screen. */
  public static List<Effect> open(ConsoleTarget target) {
    return List.of(new Effect.OpenConsole(target), new Effect.Open(of(target, false)));
  }

  @Override
  public String title() {
    return target.name() + ", " + word(target.face());
  }

  static String word(Face face) {
    return switch (face) {
      case SERIAL -> "serial console";
      case SCREEN -> "screen";
    };
  }

  @Override
  public boolean wholeTerminal() {
    return true;
  }

  @Override
  public boolean takesAllKeys() {
    return true;
  }

  @Override
  public Step update(Msg msg, World world) {
    return switch (msg) {
      case Msg.Key key -> key(key, world);
      case Msg.Pasted pasted -> pasted(pasted.text(), world);
      case Msg.WorldChanged m -> fitted(world);
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

  private Step key(Msg.Key key, World world) {
    return switch (mode) {
      case LIVE -> live(key, world);
      case LOOKING -> dispatch(key.name(), world);
      case SEARCHING -> {
        TextField typed = query.type(key.stroke());
        yield typed.equals(query) ? dispatch(key.name(), world) : Step.of(with(mode, back, typed));
      }
    };
  }

  private Step live(Msg.Key key, World world) {
    GuestConsole console = world.consoles().of(target);
    boolean gone = console == null || console.status().why() != null;
    boolean leaves = key.name().equals("q") || key.name().equals("Esc");
    if (key.name().equals(MENU) || (gone && leaves)) {
      return dispatch(gone && leaves ? "q" : MENU, world);
    }
    if (console == null || gone) {
      return Step.of(this);
    }
    if (!console.status().typing()) {
      return Step.of(this, new Effect.Say(cannotType(console.status()), Effect.Tone.WARNING));
    }
    KeyStroke stroke = key.stroke();
    return Step.of(this, new Effect.InConsole(target, open -> open.press(stroke)));
  }

  static final String MENU = "^]";

  private static String cannotType(ConsoleStatus status) {
    String holder = status.keyboard() == null ? null : status.keyboard().holder();
    return holder == null
        ? "You only watch. ^] t asks for the keyboard."
        : holder + " has the keyboard. ^] t asks for it.";
  }

  private Step pasted(String text, World world) {
    if (mode == Mode.SEARCHING) {
      return Step.of(with(mode, back, query.insert(text)));
    }
    if (mode == Mode.LOOKING || text.isEmpty()) {
      return Step.of(this);
    }
    boolean asks = text.indexOf('\n') >= 0 || text.length() > SHORT_PASTE;
    GuestConsole console = world.consoles().of(target);
    if (console == null) {
      return Step.of(this);
    }
    return asks || !console.missing(text).isEmpty()
        ? Step.of(this, new Effect.Open(PasteScreen.of(target, text, console)))
        : Step.of(this, new Effect.InConsole(target, open -> open.type(text)));
  }

  /** Tells the console how much room there is, whenever that changed. */
  private Step fitted(World world) {
    int height = Math.max(1, world.rows() - 1);
    if (world.columns() == columns && height == rows) {
      return Step.of(this);
    }
    int width = world.columns();
    return Step.of(
        new ConsoleScreen(target, mode, back, query, width, height, only),
        new Effect.InConsole(target, open -> open.fit(width, height)));
  }

  private ConsoleScreen with(Mode next, int lines, TextField text) {
    return new ConsoleScreen(target, next, lines, text, columns, rows, only);
  }

  ConsoleScreen looking() {
    return with(Mode.LOOKING, 0, query);
  }

  @Override
  public List<Binding> bindings(World world) {
    List<Binding> all = new ArrayList<>();
    switch (mode) {
      case LIVE -> {
        all.add(
            Binding.of(
                MENU,
                "menu",
                "leave, paste, keys, keyboard, look back",
                () -> Step.of(this, new Effect.Open(ConsoleMenu.of(this, world)))));
        all.add(Binding.of("q", "", "leave a console that is not open", () -> leave()));
      }
      case LOOKING -> look(all, world);
      case SEARCHING -> {
        all.add(Binding.of("Enter", "search", "to the line above with it", () -> found(world, 1)));
        all.add(
            Binding.of(
                "Esc", "cancel", "no search", () -> Step.of(with(Mode.LOOKING, back, query))));
      }
    }
    return all;
  }

  private void look(List<Binding> all, World world) {
    int page = Math.max(1, world.rows() - 2);
    all.add(
        Binding.of("Esc q i " + MENU, "live", "what is there now", () -> to(Mode.LIVE, 0, world)));
    all.add(Binding.of("k Up", "up", "a line up", () -> to(mode, back + 1, world)));
    all.add(Binding.of("j Down", "down", "a line down", () -> to(mode, back - 1, world)));
    all.add(Binding.of("PgUp ^U", "page", "a page up", () -> to(mode, back + page, world)));
    all.add(Binding.of("PgDn Space ^D", "", "a page down", () -> to(mode, back - page, world)));
    all.add(
        Binding.of("g Home", "", "to the oldest line", () -> to(mode, Integer.MAX_VALUE, world)));
    all.add(Binding.of("G End", "", "to the newest line", () -> to(mode, 0, world)));
    all.add(
        Binding.of(
            "/", "search", "search upwards", () -> Step.of(with(Mode.SEARCHING, back, query))));
    all.add(Binding.of("n", "next", "the next line above with it", () -> found(world, 1)));
    all.add(Binding.of("N", "", "the next line below with it", () -> found(world, -1)));
  }

  private Step to(Mode next, int lines, World world) {
    return Step.of(with(next, Math.max(0, Math.min(lines, history(world))), query));
  }

  private int history(World world) {
    GuestConsole console = world.consoles().of(target);
    return console == null ? 0 : console.status().history();
  }

  /** To the next line with the text, upwards or downwards; capitals do not matter. */
  private Step found(World world, int direction) {
    GuestConsole console = world.consoles().of(target);
    List<String> lines = console == null ? List.of() : console.lines();
    int height = Math.max(1, Math.min(rows, world.rows() - 1));
    int top = Math.max(0, lines.size() - height - back);
    String wanted = query.text().toLowerCase(Locale.ROOT);
    for (int i = top - direction; i >= 0 && i < lines.size(); i -= direction) {
      if (!wanted.isEmpty() && lines.get(i).toLowerCase(Locale.ROOT).contains(wanted)) {
        return to(Mode.LOOKING, lines.size() - height - i, world);
      }
    }
    return Step.of(
        with(Mode.LOOKING, back, query),
        new Effect.Say(
            wanted.isEmpty() ? "Search for what?" : "No other line has '" + query.text() + "'.",
            Effect.Tone.WARNING));
  }

  Step leave() {
    return Step.of(this, leaving());
  }

  Effect leaving() {
    return only ? new Effect.Quit() : new Effect.Close();
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    Rect picture = area.above(1);
    GuestConsole console = world.consoles().of(target);
    if (console != null) {
      console.paint(frame, picture, mode == Mode.LIVE ? 0 : back);
    }
    ConsoleBar.paint(frame, area.line(area.rows() - 1), this, status(console), world);
    if (mode == Mode.SEARCHING) {
      Rect line = area.line(area.rows() - 1);
      frame.fill(line, world.theme().style(Role.TEXT));
      frame.put(line.row(), line.column(), 1, "/", world.theme().style(Role.KEY));
      query.paint(frame, line.after(1), world.theme().style(Role.TEXT));
    }
  }

  private static @Nullable ConsoleStatus status(@Nullable GuestConsole console) {
    return console == null ? null : console.status();
  }
}
