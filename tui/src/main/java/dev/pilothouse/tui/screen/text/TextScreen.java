package dev.pilothouse.tui.screen.text;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.tui.frame.CellWidth;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Prose;
import java.util.ArrayList;
import java.util.List;

/**
 * Text to read.
 *
 * @param wraps whether long lines go on in the next row; else one looks to the right
 * @param top the first visible row
 * @param left the first visible cell of each line
 */
public record TextScreen(String title, List<String> lines, boolean wraps, int top, int left)
    implements Screen {
  private static final int SIDEWAYS = 8;

  public TextScreen {
    lines = List.copyOf(lines);
  }

  /** Text whose lines must stay as they are, such as XML and tables. */
  public static TextScreen of(String title, String text) {
    return new TextScreen(title, text.lines().toList(), false, 0, 0);
  }

  /** Prose, in lines as long as the screen is wide. */
  public static TextScreen wrapped(String title, List<String> lines) {
    return new TextScreen(title, lines, true, 0, 0);
  }

  private List<String> rows(World world) {
    if (!wraps) {
      return lines;
    }
    List<String> rows = new ArrayList<>();
    lines.forEach(line -> rows.addAll(Prose.wrap(line, Math.max(1, world.columns() - 2))));
    return rows;
  }

  @Override
  public Step update(Msg msg, World world) {
    return msg instanceof Msg.Key key ? dispatch(key.name(), world) : Step.of(this);
  }

  @Override
  public List<Binding> bindings(World world) {
    int page = Math.max(1, world.bodyRows() - 1);
    List<Binding> all = new ArrayList<>();
    all.add(Binding.of("j Down Enter", "down", "a line down", () -> to(top + 1, left, world)));
    all.add(Binding.of("k Up", "up", "a line up", () -> to(top - 1, left, world)));
    all.add(Binding.of("PgDn Space", "page", "a page down", () -> to(top + page, left, world)));
    all.add(Binding.of("PgUp", "", "a page up", () -> to(top - page, left, world)));
    all.add(Binding.of("g Home", "", "to the beginning", () -> to(0, 0, world)));
    all.add(Binding.of("G End", "", "to the end", () -> to(lines.size(), left, world)));
    if (!wraps) {
      all.add(Binding.of("l Right", "", "to the right", () -> to(top, left + SIDEWAYS, world)));
      all.add(Binding.of("h Left", "", "to the left", () -> to(top, left - SIDEWAYS, world)));
    }
    all.add(
        Binding.of(
            "w",
            "wrap",
            "long lines go on in the next row, or to the right",
            () -> Step.of(new TextScreen(title, lines, !wraps, 0, 0))));
    all.add(Binding.of("Esc q", "back", "back", () -> Step.of(this, new Effect.Close())));
    return all;
  }

  private Step to(int line, int column, World world) {
    List<String> rows = rows(world);
    int last = Math.max(0, rows.size() - world.bodyRows());
    int widest = rows.stream().mapToInt(row -> CellWidth.of(Visible.line(row))).max().orElse(0);
    int rightmost = Math.max(0, widest - world.columns() + 2);
    return Step.of(
        new TextScreen(
            title,
            lines,
            wraps,
            Math.max(0, Math.min(line, last)),
            Math.max(0, Math.min(column, rightmost))));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    List<String> rows = rows(world);
    int first = Math.max(0, Math.min(top, rows.size() - area.rows()));
    for (int i = 0; i < area.rows() && first + i < rows.size(); i++) {
      frame.put(
          area.row() + i,
          area.column() + 1,
          area.columns() - 2,
          Prose.from(rows.get(first + i), left),
          world.theme().style(Role.TEXT));
    }
  }
}
