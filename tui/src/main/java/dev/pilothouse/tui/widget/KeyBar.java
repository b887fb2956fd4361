package dev.pilothouse.tui.widget;

import dev.pilothouse.tui.frame.CellWidth;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.theme.Theme;
import java.util.List;

/** The line that says which keys do what; what does not fit is left out, {@code ?} shows it all. */
public final class KeyBar {
  private KeyBar() {}

  /** A key and a word for it. */
  public record Item(String key, String label, boolean enabled) {}

  public static void paint(Frame frame, Rect row, Theme theme, List<Item> items) {
    int column = row.column() + 1;
    for (Item item : items) {
      int width = CellWidth.of(item.key()) + 1 + CellWidth.of(item.label());
      if (column + width > row.right()) {
        return;
      }
      frame.put(row.row(), column, item.key(), theme.style(item.enabled() ? Role.KEY : Role.DIM));
      frame.put(
          row.row(),
          column + CellWidth.of(item.key()) + 1,
          item.label(),
          theme.style(item.enabled() ? Role.KEY_TEXT : Role.DIM));
      column += width + 2;
    }
  }
}
