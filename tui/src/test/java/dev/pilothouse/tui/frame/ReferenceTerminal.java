package dev.pilothouse.tui.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A small strict terminal for tests: understands exactly what the encoder may send and fails on
 * anything else, on a scroll nobody asked for, and on a move from an uncertain column.
 */
public final class ReferenceTerminal {

  /** Told of every cell that changes; empty text is the right half of a wide character. */
  interface Watcher {
    void cell(int row, int column, String text, long style);
  }

  private final Watcher watcher;
  private final int columns;
  private final int rows;
  private final String[][] cells;
  private final long[][] styles;
  private int row;
  private int column;
  private boolean pendingWrap;
  private int top;
  private int bottom;
  private long style;
  private String last = " ";
  boolean cursorShown;

  public ReferenceTerminal(int columns, int rows) {
    this(columns, rows, (r, c, text, style) -> {});
  }

  ReferenceTerminal(int columns, int rows, Watcher watcher) {
    this.watcher = watcher;
    this.columns = columns;
    this.rows = rows;
    cells = new String[rows][columns];
    styles = new long[rows][columns];
    bottom = rows - 1;
    for (int r = 0; r < rows; r++) {
      Arrays.fill(cells[r], "?"); // nobody may rely on a blank screen
    }
  }

  public void feed(byte[] bytes) {
    int[] points = new String(bytes, UTF_8).codePoints().toArray();
    int i = 0;
    while (i < points.length) {
      int c = points[i++];
      switch (c) {
        case 0x1B -> i = escape(points, i);
        case '\r' -> moved(row, 0);
        case '\b' -> {
          certain();
          moved(row, column - 1);
        }
        case '\n' -> index();
        default -> {
          if (c < ' ' || (c >= 0x7F && c < 0xA0)) {
            throw new AssertionError("control character " + c);
          }
          print(Character.toString(c), CellWidth.of(c));
        }
      }
    }
  }

  private int escape(int[] points, int at) {
    int i = at;
    int kind = points[i++];
    if (kind == 'M') {
      if (row == top) {
        scroll(-1);
      } else {
        moved(row - 1, column);
      }
      return i;
    }
    if (kind != '[') {
      throw new AssertionError("ESC " + (char) kind);
    }
    boolean isPrivate = points[i] == '?';
    if (isPrivate) {
      i++;
    }
    List<Integer> parameters = new ArrayList<>();
    int value = -1;
    while (points[i] < 0x40) {
      if (points[i] == ';') {
        parameters.add(value);
        value = -1;
      } else {
        value = Math.max(value, 0) * 10 + points[i] - '0';
      }
      i++;
    }
    parameters.add(value);
    control((char) points[i++], isPrivate, parameters);
    return i;
  }

  private void control(char c, boolean isPrivate, List<Integer> parameters) {
    int n = Math.max(1, parameters.getFirst());
    if (isPrivate) {
      if (parameters.getFirst() != 25) {
        throw new AssertionError("mode " + parameters);
      }
      cursorShown = c == 'h';
      return;
    }
    switch (c) {
      case 'H' -> moved(n - 1, parameters.size() > 1 ? Math.max(1, parameters.get(1)) - 1 : 0);
      case 'G' -> moved(row, n - 1);
      case 'A' -> relative(-n, 0);
      case 'B' -> relative(n, 0);
      case 'C' -> relative(0, n);
      case 'D' -> relative(0, -n);
      case 'K' -> erase(row, column, columns);
      case 'X' -> erase(row, column, Math.min(columns, column + n));
      case 'J' -> {
        erase(row, column, columns);
        for (int r = row + 1; r < rows; r++) {
          erase(r, 0, columns);
        }
      }
      case 'b' -> {
        for (int i = 0; i < n; i++) {
          print(last, 1);
        }
      }
      case 'r' -> {
        top = n - 1;
        bottom = parameters.size() > 1 ? parameters.get(1) - 1 : rows - 1;
        moved(0, 0);
      }
      case 'm' -> style = ReferenceSgr.apply(style, parameters);
      default -> throw new AssertionError("CSI " + parameters + c);
    }
  }

  private void relative(int down, int right) {
    certain();
    moved(row + down, column + right);
  }

  private void certain() {
    if (pendingWrap) {
      throw new AssertionError("relative move from beyond the last column");
    }
  }

  private void moved(int toRow, int toColumn) {
    if (toRow < 0 || toRow >= rows || toColumn < 0 || toColumn >= columns) {
      throw new AssertionError("moved to " + toRow + "," + toColumn);
    }
    row = toRow;
    column = toColumn;
    pendingWrap = false;
  }

  private void index() {
    if (row == bottom) {
      scroll(1);
    } else {
      moved(row + 1, column);
    }
  }

  private void scroll(int lines) {
    if (style != 0 && (style & ~Style.FOREGROUND_MASK) != 0) {
      throw new AssertionError("scrolled in a background colour");
    }
    if (top == 0 && bottom == rows - 1 && rows > 1 && lines > 0 && row != bottom) {
      throw new AssertionError("scrolled away from the edge");
    }
    int from = lines > 0 ? top : bottom;
    int to = lines > 0 ? bottom : top;
    int step = lines > 0 ? 1 : -1;
    for (int r = from; r != to; r += step) {
      cells[r] = cells[r + step].clone();
      styles[r] = styles[r + step].clone();
      for (int c = 0; c < columns; c++) {
        watcher.cell(r, c, cells[r][c], styles[r][c]);
      }
    }
    cells[to] = new String[columns];
    styles[to] = new long[columns];
    erase(to, 0, columns);
  }

  private void erase(int r, int from, int to) {
    if ((style & ~Style.FOREGROUND_MASK) != 0) {
      throw new AssertionError("erased in a background colour");
    }
    for (int c = from; c < to; c++) {
      put(r, c, " ", 0);
    }
  }

  private void print(String text, int width) {
    if (width == 0) {
      int c = pendingWrap ? columns - 1 : column - 1;
      int base = cells[row][c].isEmpty() ? c - 1 : c;
      cells[row][base] += text;
      watcher.cell(row, base, cells[row][base], styles[row][base]);
      return;
    }
    if (pendingWrap || column + width > columns) {
      throw new AssertionError("printed beyond the last column");
    }
    put(row, column, text, style);
    if (width == 2) {
      put(row, column + 1, "", style);
    }
    last = text;
    if (column + width >= columns) {
      column = columns - 1;
      pendingWrap = true;
    } else {
      column += width;
    }
  }

  private void put(int r, int c, String text, long newStyle) {
    if ("".equals(cells[r][c]) && c > 0 && !text.isEmpty()) {
      cells[r][c - 1] = " ";
      watcher.cell(r, c - 1, " ", styles[r][c - 1]);
    }
    if (c + 1 < columns && "".equals(cells[r][c + 1])) {
      cells[r][c + 1] = " ";
      watcher.cell(r, c + 1, " ", styles[r][c + 1]);
    }
    cells[r][c] = text;
    styles[r][c] = newStyle;
    watcher.cell(r, c, text, newStyle);
  }

  /** The picture as {@link Picture} has it. */
  public String picture() {
    return Picture.of(rows, columns, (r, c) -> cells[r][c], (r, c) -> styles[r][c]);
  }

  /** The picture without its styles. */
  public String text() {
    StringBuilder out = new StringBuilder();
    for (String[] line : cells) {
      out.append(String.join("", line).stripTrailing()).append('\n');
    }
    return out.toString();
  }

  int row() {
    return row;
  }

  int column() {
    return column;
  }
}
