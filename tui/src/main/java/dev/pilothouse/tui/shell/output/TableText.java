package dev.pilothouse.tui.shell.output;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.tui.frame.CellWidth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows as aligned columns of terminal cells; wide characters take two. */
final class TableText {
  private static final int GAP = 2;

  /** Columns are never made narrower than this to fit a terminal. */
  private static final int NARROWEST = 4;

  private TableText() {}

  /**
   * @param width of the terminal in cells; 0 when there is none, and then nothing is cut
   */
  static <T> String of(List<Column<T>> columns, List<T> rows, int width) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(Column::head).toList());
    for (T row : rows) {
      lines.add(columns.stream().map(c -> Visible.of(c.cell().apply(row))).toList());
    }
    int[] widths = new int[columns.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], CellWidth.of(line.get(i)));
      }
    }
    if (width > 0) {
      shrink(widths, width);
    }
    StringBuilder out = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = fit(line.get(i), widths[i]);
        String pad = " ".repeat(widths[i] - CellWidth.of(cell));
        text.append(i == 0 ? "" : " ".repeat(GAP));
        text.append(columns.get(i).rightAligned() ? pad + cell : cell + pad);
      }
      out.append(text.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }

  /** Takes from the widest column, cell by cell, until all fit or none can give any more. */
  private static void shrink(int[] widths, int room) {
    int total = Arrays.stream(widths).sum() + GAP * (widths.length - 1);
    while (total > room) {
      int widest = 0;
      for (int i = 1; i < widths.length; i++) {
        if (widths[i] > widths[widest]) {
          widest = i;
        }
      }
      if (widths[widest] <= NARROWEST) {
        return;
      }
      widths[widest]--;
      total--;
    }
  }

  /** The beginning of {@code text} with an ellipsis when it takes more than {@code cells}. */
  static String fit(String text, int cells) {
    if (CellWidth.of(text) <= cells) {
      return text;
    }
    int taken = 0;
    int i = 0;
    while (i < text.length()) {
      int codePoint = text.codePointAt(i);
      int width = CellWidth.of(codePoint);
      if (taken + width > cells - 1) {
        break;
      }
      taken += width;
      i += Character.charCount(codePoint);
    }
    return text.substring(0, i) + "…";
  }
}
