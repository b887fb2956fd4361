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
  public record Item(String key, String label, boolean enabled) {
    int width() {
      return CellWidth.of(key) + 1 + CellWidth.of(label);
    }
  }

  private static final int GAP = 2;

  /**
   * @param everywhere these stand at the right end and get their room first; of them the first give
   *     way until one of {@code items} fits too
   */
  public static void paint(
      Frame frame, Rect row, Theme theme, List<Item> items, List<Item> everywhere) {
    int room = row.columns() - 2;
    List<Item> last = beside(items, everywhere, room);
    int reserved = width(last);
    int used = 0;
    for (Item item : items) {
      if (used + item.width() + reserved > room) {
        break;
      }
      paint(frame, row.row(), row.column() + 1 + used, theme, item);
      used += item.width() + GAP;
    }
    int column = Math.max(row.column() + 1 + used, row.right() - reserved);
    for (Item item : last) {
      if (column + item.width() > row.right()) {
        return;
      }
      paint(frame, row.row(), column, theme, item);
      column += item.width() + GAP;
    }
  }

  private static List<Item> beside(List<Item> items, List<Item> everywhere, int room) {
    int needed = items.isEmpty() ? 0 : items.getFirst().width();
    List<Item> left = everywhere;
    while (!left.isEmpty() && needed + width(left) > room) {
      left = left.subList(1, left.size());
    }
    return left;
  }

  private static int width(List<Item> items) {
    return items.stream().mapToInt(item -> item.width() + GAP).sum();
  }

  private static void paint(Frame frame, int row, int column, Theme theme, Item item) {
    frame.put(row, column, item.key(), theme.style(item.enabled() ? Role.KEY : Role.DIM));
    int label = column + CellWidth.of(item.key()) + 1;
    frame.put(row, label, item.label(), theme.style(item.enabled() ? Role.KEY_TEXT : Role.DIM));
  }
}
