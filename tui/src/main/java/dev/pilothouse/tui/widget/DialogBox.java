package dev.pilothouse.tui.widget;

import dev.pilothouse.tui.frame.CellWidth;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.frame.Style;
import dev.pilothouse.tui.theme.Glyphs;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.theme.Theme;

/** A box with a title in the middle of the screen. */
public final class DialogBox {
  private DialogBox() {}

  /**
   * Paints an empty box for {@code rows x columns} cells of content, as far as there is room.
   *
   * @return where the content goes
   */
  public static Rect paint(
      Frame frame, Rect area, Theme theme, String title, int rows, int columns) {
    Rect box = area.centered(rows + 2, columns + 4);
    Style line = theme.style(Role.BORDER_FOCUSED);
    Glyphs glyphs = theme.glyphs();
    frame.fill(box, theme.style(Role.DIALOG));
    for (int row = box.row(); row < box.bottom(); row++) {
      frame.repeat(row, box.column(), 1, glyphs.vertical(), line);
      frame.repeat(row, box.right() - 1, 1, glyphs.vertical(), line);
    }
    edge(frame, box, box.row(), glyphs.topLeft(), glyphs.topRight(), glyphs, line);
    edge(frame, box, box.bottom() - 1, glyphs.bottomLeft(), glyphs.bottomRight(), glyphs, line);
    String label = " " + title + " ";
    int room = Math.max(0, box.columns() - 4);
    frame.put(
        box.row(),
        box.column() + 2,
        Math.min(room, CellWidth.of(label)),
        label,
        theme.style(Role.DIALOG_TITLE));
    Rect inside = box.inset(1);
    return inside.after(1).left(inside.columns() - 2);
  }

  private static void edge(
      Frame frame, Rect box, int row, char left, char right, Glyphs glyphs, Style line) {
    frame.repeat(row, box.column() + 1, box.columns() - 2, glyphs.horizontal(), line);
    frame.repeat(row, box.column(), 1, left, line);
    frame.repeat(row, box.right() - 1, 1, right, line);
  }
}
