package dev.pilothouse.tui.frame;

import dev.pilothouse.tui.terminal.Capabilities;

/**
 * The terminal's cursor and current style as far as we know them, and the cheapest bytes to change
 * them. A column is unknown after the last column was written (terminals differ in where the cursor
 * then is) and doubtful after a glyph of disputed width; both are left by an absolute move.
 */
final class Pen {

  private static final int UNKNOWN = -1;
  private static final int NEVER = 1 << 20;

  /** Reprinting more cells than this never beats a move. */
  private static final int MAX_REPRINT = 7;

  private final Bytes out;
  private final Capabilities capabilities;
  private int row = UNKNOWN;
  private int column = UNKNOWN;

  /** Where we believe the cursor is after a glyph of disputed width; -1 when not in doubt. */
  private int believed = UNKNOWN;

  private long style;
  private Frame next;

  Pen(Bytes out, Capabilities capabilities, Frame next) {
    this.out = out;
    this.capabilities = capabilities;
    this.next = next;
  }

  /** Starts a frame; what the terminal's state is stays known from the one before. */
  void begin(Frame frame) {
    next = frame;
  }

  void home() {
    row = 0;
    column = 0;
    believed = UNKNOWN;
  }

  /** -1 if unknown. */
  int row() {
    return row;
  }

  void resetStyle() {
    out.put("\u001b[m");
    style = 0;
  }

  /** Saves row, column, belief and style into four longs, for a way that may be taken back. */
  void save(long[] state) {
    state[0] = row;
    state[1] = column;
    state[2] = believed;
    state[3] = style;
  }

  void restore(long[] state) {
    row = (int) state[0];
    column = (int) state[1];
    believed = (int) state[2];
    style = state[3];
  }

  /** Whether an erase now leaves default blanks: erased cells take the background of the moment. */
  void beforeErase() {
    if ((style & ~Style.FOREGROUND_MASK) != 0) {
      resetStyle();
    }
  }

  void eraseToEnd() {
    beforeErase();
    out.put("\u001b[K");
  }

  /** Cost of ECH and of the move over what it erased. */
  static int eraseCost(int count) {
    return 2 * (3 + Bytes.digits(count));
  }

  void erase(int count) {
    beforeErase();
    out.put("\u001b[").number(count).put('X');
  }

  /** Writes a cell at the cursor, which must be there (see {@link #moveTo}). */
  void print(long glyph, long cellStyle, boolean wide) {
    long wanted = Sgr.reduce(cellStyle, capabilities.colors());
    if (!agrees(glyph, wanted)) {
      Sgr.change(out, style, wanted, capabilities);
      style = wanted;
    }
    int base = Frame.base(glyph);
    long marks = Frame.marks(glyph);
    if (capabilities.unicode()) {
      out.utf8(base);
      for (; marks != 0; marks = Frame.marks(marks)) {
        out.utf8(Frame.firstMark(marks));
      }
    } else {
      out.put(AsciiFallback.of(base));
      if (wide) {
        out.put('?');
      }
    }
    advance(
        wide ? 2 : 1,
        capabilities.unicode() && (Frame.marks(glyph) != 0 || !CellWidth.isCertain(base)));
  }

  /** The glyph just printed, {@code count} more times (REP). */
  void repeat(int count) {
    out.put("\u001b[").number(count).put('b');
    advance(count, false);
  }

  private void advance(int cells, boolean doubt) {
    int now = (column == UNKNOWN ? believed : column) + cells;
    if (now >= next.columns()) {
      column = UNKNOWN;
      believed = UNKNOWN;
    } else if (doubt || column == UNKNOWN) {
      column = UNKNOWN;
      believed = now;
    } else {
      column = now;
    }
  }

  private boolean agrees(long glyph, long wanted) {
    if (glyph == Frame.BLANK && ((style | wanted) & Style.SHOWS_ON_BLANK) == 0) {
      return (style & Style.BACKGROUND_MASK) == (wanted & Style.BACKGROUND_MASK);
    }
    return style == wanted;
  }

  /** A line feed at the bottom margin or a reverse index at the top one: the region scrolls. */
  void scroll(int top, int bottom, int lines) {
    beforeErase();
    boolean whole = top == 0 && bottom == next.rows() - 1;
    if (!whole) {
      out.put("\u001b[").number(top + 1).put(';').number(bottom + 1).put('r');
      row = UNKNOWN; // the cursor goes home, or does not, by the terminal's mode
      column = UNKNOWN;
    }
    int edge = lines > 0 ? bottom : top;
    if (row != edge) {
      out.put("\u001b[").number(edge + 1).put('H');
      row = edge;
      column = 0;
    }
    for (int i = Math.abs(lines); i > 0; i--) {
      out.put(lines > 0 ? "\n" : "\u001bM");
    }
    if (!whole) {
      out.put("\u001b[r");
      row = UNKNOWN;
      column = UNKNOWN;
    }
    believed = UNKNOWN;
  }

  /** Moves the visible cursor, which may not stand in a doubtful place. */
  void rest(int toRow, int toColumn) {
    believed = UNKNOWN;
    moveTo(toRow, toColumn);
  }

  /** Moves by whatever takes the fewest bytes. Between unknown places that is CUP. */
  void moveTo(int toRow, int toColumn) {
    if (row == toRow
        && (column == toColumn || (toColumn == believed && isGlyph(toRow, toColumn)))) {
      return;
    }
    believed = UNKNOWN;
    int cup =
        3
            + (toRow > 0 || toColumn > 0 ? Bytes.digits(toRow + 1) : 0)
            + (toColumn > 0 ? 1 + Bytes.digits(toColumn + 1) : 0);
    if (row == UNKNOWN) {
      cup(toRow, toColumn);
      return;
    }
    int vertical = verticalCost(toRow - row);
    int direct = column == UNKNOWN ? NEVER : horizontalCost(column, toColumn);
    int again = column == UNKNOWN ? NEVER : reprintCost(toRow, column, toColumn);
    int byReturn = 1 + horizontalCost(0, toColumn);
    int returnAgain = 1 + reprintCost(toRow, 0, toColumn);
    int cha =
        capabilities.cursorColumn() ? 3 + (toColumn > 0 ? Bytes.digits(toColumn + 1) : 0) : NEVER;
    int horizontal =
        Math.min(Math.min(Math.min(direct, again), Math.min(byReturn, returnAgain)), cha);
    if (cup < vertical + horizontal) {
      cup(toRow, toColumn);
      return;
    }
    if (horizontal == direct) {
      horizontal(column, toColumn);
      vertical(toRow - row);
    } else if (horizontal == again) {
      vertical(toRow - row);
      reprint(toRow, column, toColumn);
    } else if (horizontal == byReturn) {
      out.put('\r');
      horizontal(0, toColumn);
      vertical(toRow - row);
    } else if (horizontal == returnAgain) {
      out.put('\r');
      vertical(toRow - row);
      reprint(toRow, 0, toColumn);
    } else {
      out.put("\u001b[");
      if (toColumn > 0) {
        out.number(toColumn + 1);
      }
      out.put('G');
      vertical(toRow - row);
    }
    row = toRow;
    column = toColumn;
  }

  private void cup(int toRow, int toColumn) {
    out.put("\u001b[");
    if (toRow > 0 || toColumn > 0) {
      out.number(toRow + 1);
    }
    if (toColumn > 0) {
      out.put(';').number(toColumn + 1);
    }
    out.put('H');
    row = toRow;
    column = toColumn;
  }

  private static int stepCost(int count) {
    return count == 1 ? 3 : 3 + Bytes.digits(count);
  }

  private void step(int count, char direction) {
    out.put("\u001b[");
    if (count > 1) {
      out.number(count);
    }
    out.put(direction);
  }

  private static int verticalCost(int rows) {
    return rows == 0
        ? 0
        : rows > 0 ? Math.min(rows, stepCost(rows)) : rows == -1 ? 2 : stepCost(-rows);
  }

  private void vertical(int rows) {
    if (rows > 0 && rows <= stepCost(rows)) {
      for (int i = 0; i < rows; i++) {
        out.put('\n');
      }
    } else if (rows > 0) {
      step(rows, 'B');
    } else if (rows == -1) {
      out.put("\u001bM");
    } else if (rows < 0) {
      step(-rows, 'A');
    }
  }

  private static int horizontalCost(int from, int to) {
    return from == to
        ? 0
        : to < from ? Math.min(from - to, stepCost(from - to)) : stepCost(to - from);
  }

  private void horizontal(int from, int to) {
    if (to < from && from - to <= stepCost(from - to)) {
      for (int i = from - to; i > 0; i--) {
        out.put('\b');
      }
    } else if (to != from) {
      step(Math.abs(to - from), to < from ? 'D' : 'C');
    }
  }

  /** Bytes of printing again what already stands between two columns, in the style we have. */
  private int reprintCost(int r, int from, int to) {
    if (to <= from || to - from > MAX_REPRINT) {
      return NEVER;
    }
    int cost = 0;
    int start = r * next.columns();
    for (int at = start + from; at < start + to; at++) {
      long glyph = next.glyphs()[at];
      if (glyph < 0
          || glyph >= 0x2E80
          || !CellWidth.isCertain((int) glyph)
          || !agrees(glyph, Sgr.reduce(next.styles()[at], capabilities.colors()))) {
        return NEVER;
      }
      cost += capabilities.unicode() ? Bytes.utf8Length((int) glyph) : 1;
    }
    return cost;
  }

  private void reprint(int r, int from, int to) {
    int start = r * next.columns();
    for (int at = start + from; at < start + to; at++) {
      int glyph = (int) next.glyphs()[at];
      if (capabilities.unicode()) {
        out.utf8(glyph);
      } else {
        out.put(AsciiFallback.of(glyph));
      }
    }
  }

  private boolean isGlyph(int r, int c) {
    return next.glyphs()[r * next.columns() + c] != Frame.BLANK;
  }
}
