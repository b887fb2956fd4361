package dev.pilothouse.tui.widget;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody is in a list that changes under them: on a thing, not on a row.
 *
 * @param on the key of the thing; null before there was any
 * @param index the row where it was seen last
 * @param top the first visible row
 */
public record Cursor<K>(@Nullable K on, int index, int top) {
  public static <K> Cursor<K> start() {
    return new Cursor<>(null, 0, 0);
  }

  /** This cursor on the list as it is now, inside a window of {@code height} rows. */
  public <R> Cursor<K> settle(List<R> rows, Function<R, K> key, int height) {
    return at(find(rows, key), rows, key, height);
  }

  /** Moved by {@code by} rows, stopping at the ends. */
  public <R> Cursor<K> move(int by, List<R> rows, Function<R, K> key, int height) {
    return at(find(rows, key) + by, rows, key, height);
  }

  /** Moved by a window: what was the last row becomes the first. */
  public <R> Cursor<K> page(int pages, List<R> rows, Function<R, K> key, int height) {
    int step = pages * Math.max(1, height - 1);
    Cursor<K> jumped = new Cursor<>(on, index, clamp(top + step, rows.size() - height));
    return jumped.at(find(rows, key) + step, rows, key, height);
  }

  /** On row {@code row}, counted from 0. */
  public <R> Cursor<K> at(int row, List<R> rows, Function<R, K> key, int height) {
    if (rows.isEmpty()) {
      return new Cursor<>(on, 0, 0);
    }
    int at = clamp(row, rows.size() - 1);
    int first = Math.max(at - Math.max(1, height) + 1, Math.min(top, at));
    return new Cursor<>(key.apply(rows.get(at)), at, clamp(first, rows.size() - height));
  }

  private <R> int find(List<R> rows, Function<R, K> key) {
    if (index < rows.size() && Objects.equals(on, key.apply(rows.get(index)))) {
      return index;
    }
    if (on != null) {
      for (int i = 0; i < rows.size(); i++) {
        if (on.equals(key.apply(rows.get(i)))) {
          return i;
        }
      }
    }
    return index;
  }

  private static int clamp(int value, int most) {
    return Math.max(0, Math.min(value, most));
  }
}
