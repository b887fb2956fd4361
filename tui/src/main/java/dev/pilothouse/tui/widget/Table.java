package dev.pilothouse.tui.widget;

import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.frame.Style;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.theme.Theme;
import java.util.List;
import java.util.function.Predicate;

/** Paints the visible rows of a list, and only those: its cost does not grow with the list. */
public final class Table {
  /** Cells before the first column: the cursor's marker and the mark of a marked row. */
  public static final int GUTTER = 2;

  private Table() {}

  /**
   * Column titles in the first row of {@code area}, rows beneath.
   *
   * @param focused whether the cursor shows where keys go
   */
  public static <R> void paint(
      Frame frame,
      Rect area,
      Theme theme,
      List<Column<R>> columns,
      List<R> rows,
      Cursor<?> cursor,
      Predicate<R> marked,
      boolean focused) {
    Rect inner = area.after(GUTTER);
    List<Column.Placed<R>> placed = Column.place(columns, inner.columns());
    Style title = theme.style(Role.TABLE_HEADER);
    for (Column.Placed<R> p : placed) {
      cell(frame, area.row(), inner.column(), p, p.column().title(), title);
    }
    int height = area.rows() - 1;
    for (int i = 0; i < height && cursor.top() + i < rows.size(); i++) {
      int at = cursor.top() + i;
      R row = rows.get(at);
      int line = area.row() + 1 + i;
      if (at == cursor.index()) {
        frame.put(
            line,
            area.column(),
            1,
            Character.toString(theme.glyphs().cursor()),
            theme.style(focused ? Role.CURSOR_ROW : Role.DIM));
      }
      boolean isMarked = marked.test(row);
      if (isMarked) {
        frame.put(
            line,
            area.column() + 1,
            1,
            Character.toString(theme.glyphs().mark()),
            theme.style(Role.MARK));
      }
      for (Column.Placed<R> p : placed) {
        Role role = isMarked && p.offset() == 0 ? Role.MARK : p.column().role().apply(row);
        cell(frame, line, inner.column(), p, p.column().text().apply(row), theme.style(role));
      }
    }
  }

  private static <R> void cell(
      Frame frame, int line, int left, Column.Placed<R> p, String text, Style style) {
    if (p.column().right()) {
      frame.putRight(line, left + p.offset(), p.width(), text, style);
    } else {
      frame.put(line, left + p.offset(), p.width(), text, style);
    }
  }
}
