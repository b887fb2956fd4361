package dev.pilothouse.tui.widget;

import dev.pilothouse.tui.theme.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * A column of a table of {@code R}s.
 *
 * @param min cells it takes at least; with less room it is left out
 * @param max cells it takes at most, when there is room to spare
 * @param priority the lowest numbers are the first to get room
 * @param right numbers stand on the right
 */
public record Column<R>(
    String title,
    int min,
    int max,
    int priority,
    boolean right,
    Function<R, String> text,
    Function<R, Role> role) {
  public static <R> Column<R> text(
      String title, int min, int max, int priority, Function<R, String> text) {
    return new Column<>(title, min, max, priority, false, text, r -> Role.TEXT);
  }

  public static <R> Column<R> number(
      String title, int width, int priority, Function<R, String> text) {
    return new Column<>(title, width, width, priority, true, text, r -> Role.TEXT);
  }

  public Column<R> in(Function<R, Role> look) {
    return new Column<>(title, min, max, priority, right, text, look);
  }

  /** A column that got its place. */
  public record Placed<R>(Column<R> column, int offset, int width) {}

  /** The columns that fit into {@code width} cells, in their given order, one blank between two. */
  public static <R> List<Placed<R>> place(List<Column<R>> columns, int width) {
    List<Column<R>> byPriority = new ArrayList<>(columns);
    byPriority.sort(Comparator.comparingInt(Column::priority));
    List<Column<R>> chosen = new ArrayList<>();
    int used = -1;
    for (Column<R> column : byPriority) {
      if (used + 1 + column.min() <= width || chosen.isEmpty()) {
        chosen.add(column);
        used += 1 + column.min();
      }
    }
    int[] widths = new int[columns.size()];
    int spare = width - used;
    for (Column<R> column : chosen) {
      int more = Math.max(0, Math.min(spare, column.max() - column.min()));
      widths[columns.indexOf(column)] = Math.min(width, column.min()) + more;
      spare -= more;
    }
    List<Placed<R>> placed = new ArrayList<>();
    int offset = 0;
    for (int i = 0; i < widths.length; i++) {
      if (widths[i] > 0) {
        placed.add(new Placed<>(columns.get(i), offset, widths[i]));
        offset += widths[i] + 1;
      }
    }
    return placed;
  }
}
