package dev.pilothouse.tui.screen.dialog;

import dev.pilothouse.tui.frame.CellWidth;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.DialogBox;
import dev.pilothouse.tui.widget.Prose;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The text of a dialog: wrapped to the screen, and scrolled when it is longer than that.
 *
 * @param first how the first line looks
 */
record DialogText(List<String> lines, Role first) {
  private static final int NARROWEST = 44;
  private static final int WIDEST = 100;

  /** Border and margin left and right. */
  private static final int FRAME = 4;

  static DialogText of(List<String> lines, Role first) {
    return new DialogText(List.copyOf(lines), first);
  }

  private int width(World world) {
    int width = NARROWEST;
    for (String line : lines) {
      width = Math.max(width, Math.min(WIDEST, CellWidth.of(line)));
    }
    return Math.max(1, Math.min(width, world.columns() - FRAME));
  }

  private record Line(String text, Role role) {}

  private List<Line> wrapped(World world) {
    List<Line> all = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Role role = i == 0 ? first : Role.DIALOG;
      Prose.wrap(lines.get(i), width(world)).forEach(line -> all.add(new Line(line, role)));
    }
    return all;
  }

  /** Rows for the text, when {@code below} rows of the dialog are for something else. */
  private static int room(World world, int below) {
    return Math.max(1, world.bodyRows() - 2 - below);
  }

  /** Keys that scroll, if there is more than fits. */
  List<Binding> scrolling(int top, World world, int below, IntFunction<Screen> at) {
    int room = room(world, below);
    int last = wrapped(world).size() - room;
    if (last <= 0) {
      return List.of();
    }
    return List.of(
        binding("Down", "", "a line down", top + 1, last, at),
        binding("Up", "", "a line up", top - 1, last, at),
        binding("PgDn", "more", "a page down", top + room - 1, last, at),
        binding("PgUp", "", "a page up", top - room + 1, last, at));
  }

  private static Binding binding(
      String key, String label, String help, int to, int last, IntFunction<Screen> at) {
    return Binding.of(key, label, help, () -> Step.of(at.apply(Math.max(0, Math.min(to, last)))));
  }

  /**
   * Paints the box and the text.
   *
   * @return the last row in the box
   */
  Rect paint(Frame frame, Rect area, World world, String title, int top, int below) {
    List<Line> all = wrapped(world);
    int shown = Math.min(all.size(), room(world, below));
    int start = Math.max(0, Math.min(top, all.size() - shown));
    Rect inside = DialogBox.paint(frame, area, world.theme(), title, shown + below, width(world));
    for (int i = 0; i < shown; i++) {
      Line line = all.get(start + i);
      frame.put(
          inside.row() + i,
          inside.column(),
          inside.columns(),
          line.text(),
          world.theme().style(line.role()));
    }
    int hidden = all.size() - start - shown;
    if (hidden > 0) {
      String more = " " + hidden + " more lines, PgDn ";
      int cells = Math.min(inside.columns(), CellWidth.of(more));
      frame.putRight(
          inside.bottom(), inside.right() - cells, cells, more, world.theme().style(Role.KEY));
    }
    return inside.line(inside.rows() - 1);
  }
}
