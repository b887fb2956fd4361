package dev.pilothouse.tui.shell.output;

import java.util.function.Function;

/**
 * A column of a table.
 *
 * @param wideOnly left out unless asked for with {@code -o wide}
 * @param rightAligned for figures
 * @param cell the text of a row, as it came from outside; the table escapes it
 */
record Column<T>(String head, boolean wideOnly, boolean rightAligned, Function<T, String> cell) {

  static <T> Column<T> text(String head, Function<T, String> cell) {
    return new Column<>(head, false, false, cell);
  }

  static <T> Column<T> figure(String head, Function<T, String> cell) {
    return new Column<>(head, false, true, cell);
  }

  static <T> Column<T> wide(String head, Function<T, String> cell) {
    return new Column<>(head, true, false, cell);
  }
}
