package dev.pilothouse.tui.frame;

import dev.pilothouse.fleet.model.Visible;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A picture of {@code rows x columns} cells and a cursor. A cell is two longs: a glyph (a code
 * point and up to two marks joined to it) and a {@link Style}. A wide character owns two cells;
 * painting over one of them blanks the other. What is painted outside is clipped, never an error.
 *
 * <p>Text is shown as {@link Visible#line} has it, so nothing painted here can steer a terminal.
 * Not thread-safe: one session owns it and paints it again and again.
 */
public final class Frame {

  public static final int MAX_COLUMNS = 500;
  public static final int MAX_ROWS = 300;

  /** The right half of a wide character. */
  static final long CONTINUATION = -1;

  static final long BLANK = ' ';
  private static final int MARK_SHIFT = 21;
  private static final int CODE_POINT = (1 << MARK_SHIFT) - 1;

  private int columns;
  private int rows;
  private long[] glyphs;
  private long[] styles;
  private int cursorRow = -1;
  private int cursorColumn = -1;

  /** A blank frame; sizes are clamped to 1..500 columns and 1..300 rows. */
  public Frame(int columns, int rows) {
    this.columns = clamp(columns, MAX_COLUMNS);
    this.rows = clamp(rows, MAX_ROWS);
    glyphs = new long[this.columns * this.rows];
    styles = new long[glyphs.length];
    Arrays.fill(glyphs, BLANK);
  }

  public int columns() {
    return columns;
  }

  public int rows() {
    return rows;
  }

  /** The whole frame. */
  public Rect bounds() {
    return new Rect(0, 0, rows, columns);
  }

  /**
   * A blank frame of another size, clamped as in the constructor; the same size keeps the cells.
   */
  public void resize(int newColumns, int newRows) {
    int c = clamp(newColumns, MAX_COLUMNS);
    int r = clamp(newRows, MAX_ROWS);
    if (c == columns && r == rows) {
      return;
    }
    columns = c;
    rows = r;
    if (glyphs.length != c * r) {
      glyphs = new long[c * r];
      styles = new long[c * r];
    }
    clear();
  }

  /** All blank in the default style, cursor hidden. */
  public void clear() {
    Arrays.fill(glyphs, BLANK);
    Arrays.fill(styles, 0);
    hideCursor();
  }

  /** Shows the terminal's cursor; outside the frame it is put at the nearest edge. */
  public void cursor(int row, int column) {
    cursorRow = Math.max(0, Math.min(row, rows - 1));
    cursorColumn = Math.max(0, Math.min(column, columns - 1));
  }

  public void hideCursor() {
    cursorRow = -1;
    cursorColumn = -1;
  }

  /** Paints text from a cell to the right as far as the frame goes. */
  public void put(int row, int column, String text, Style style) {
    paint(row, column, columns, Visible.line(text), style.bits());
  }

  /**
   * Paints text into a field of exactly {@code width} cells: cut with an ellipsis, padded with
   * blanks of the same style.
   *
   * @return the cells the text itself took, at most {@code width}
   */
  public int put(int row, int column, int width, String text, Style style) {
    return field(row, column, width, text, style, false);
  }

  /** As {@link #put(int, int, int, String, Style)}, padded on the left. */
  public int putRight(int row, int column, int width, String text, Style style) {
    return field(row, column, width, text, style, true);
  }

  private int field(int row, int column, int width, String text, Style style, boolean right) {
    if (width <= 0) {
      return 0;
    }
    String shown = Visible.line(text);
    int needed = CellWidth.of(shown);
    int end = column + width;
    if (needed <= width) {
      int start = right ? end - needed : column;
      blank(row, column, start, style.bits());
      int next = paint(row, start, end, shown, style.bits());
      blank(row, next, end, style.bits());
      return needed;
    }
    int next = paint(row, column, end - 1, shown, style.bits());
    set(row, next, '…', style.bits());
    blank(row, next + 1, end, style.bits());
    return next + 1 - column;
  }

  /** Blanks in this style. */
  public void fill(Rect area, Style style) {
    for (int row = area.row(); row < area.bottom(); row++) {
      blank(row, area.column(), area.right(), style.bits());
    }
  }

  /** A run of one-cell glyphs, as for lines and gauges. */
  public void repeat(int row, int column, int count, int codePoint, Style style) {
    for (int i = 0; i < count && column + i < columns; i++) {
      put(row, column + i, Character.toString(codePoint), style);
    }
  }

  /** Puts another style over what is there: colours and attributes that {@code style} has win. */
  public void restyle(Rect area, Style style) {
    for (int row = Math.max(0, area.row()); row < Math.min(rows, area.bottom()); row++) {
      for (int column = Math.max(0, area.column());
          column < Math.min(columns, area.right());
          column++) {
        int at = row * columns + column;
        styles[at] = shown(glyphs[at], new Style(styles[at]).under(style).bits());
      }
    }
  }

  /** The text of the picture, a line per row, blanks at the end of lines left out. */
  public String text() {
    StringBuilder out = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      int start = out.length();
      for (int column = 0; column < columns; column++) {
        appendGlyph(out, glyphs[row * columns + column]);
      }
      trimEnd(out, start);
      out.append('\n');
    }
    return out.toString();
  }

  /**
   * For golden files: {@link #text}, then the same grid with a letter for each style ({@code .} is
   * the default), then what each letter stands for and where the cursor is.
   */
  public String annotatedText() {
    StringBuilder out = new StringBuilder(text()).append("--\n");
    Map<Long, Character> letters = new LinkedHashMap<>();
    for (int row = 0; row < rows; row++) {
      int start = out.length();
      for (int column = 0; column < columns; column++) {
        long style = styles[row * columns + column];
        char letter =
            style == 0
                ? ' '
                : letters.computeIfAbsent(
                    style, s -> (char) ((letters.size() < 26 ? 'a' : 'A' - 26) + letters.size()));
        out.append(letter);
      }
      trimEnd(out, start);
      out.append('\n');
    }
    out.append("--\n");
    letters.forEach(
        (style, letter) -> out.append(letter).append(' ').append(new Style(style)).append('\n'));
    out.append(cursorRow < 0 ? "no cursor" : "cursor " + cursorRow + " " + cursorColumn)
        .append('\n');
    return out.toString();
  }

  private int paint(int row, int column, int end, String text, long style) {
    int at = column;
    int limit = Math.min(end, columns);
    for (int i = 0; i < text.length(); ) {
      int c = text.charAt(i);
      int width = 1;
      int size = 1;
      if (c >= 0x300) {
        c = text.codePointAt(i);
        size = Character.charCount(c);
        width = CellWidth.of(c);
      }
      if (width == 0) {
        join(row, at - 1, c);
      } else if (at + width > limit) {
        break;
      } else {
        set(row, at, c, style);
        if (width == 2) {
          setRightHalf(row, at, style);
        }
        at += width;
      }
      i += size;
    }
    return at;
  }

  /**
   * Adds a mark to the character that ends in this cell; Visible has seen to it that there is one.
   */
  private void join(int row, int column, int mark) {
    if (mark == 0xFE0E || mark == 0xFE0F || !inside(row, column)) {
      return; // which of its faces an emoji shows is the terminal's to choose: widths differ
    }
    int at = row * columns + column;
    if (glyphs[at] == CONTINUATION && column > 0) {
      at--;
    }
    long glyph = glyphs[at];
    int shift = glyph >> MARK_SHIFT == 0 ? MARK_SHIFT : 2 * MARK_SHIFT;
    if (glyph >= 0 && glyph >> shift == 0) {
      glyphs[at] = glyph | ((long) mark << shift);
    }
  }

  private void blank(int row, int from, int to, long style) {
    int end = Math.min(to, columns);
    for (int column = Math.max(0, from); column < end; column++) {
      set(row, column, ' ', style);
    }
  }

  private void set(int row, int column, int codePoint, long style) {
    if (!inside(row, column)) {
      return;
    }
    int at = row * columns + column;
    if (glyphs[at] == CONTINUATION && column > 0) {
      halve(at - 1);
    }
    if (column + 1 < columns && glyphs[at + 1] == CONTINUATION) {
      halve(at + 1);
    }
    glyphs[at] = codePoint;
    styles[at] = shown(codePoint, style);
  }

  private void setRightHalf(int row, int column, long style) {
    if (!inside(row, column)) {
      if (column == -1) {
        set(row, 0, ' ', style); // only the right half is inside
      }
      return;
    }
    set(row, column + 1, ' ', style);
    int at = row * columns + column;
    glyphs[at + 1] = CONTINUATION;
    styles[at + 1] = styles[at];
  }

  private void halve(int at) {
    glyphs[at] = BLANK;
    styles[at] = shown(BLANK, styles[at]);
  }

  /** A blank has no foreground unless something shows it: equal pictures are equal cells. */
  private static long shown(long glyph, long style) {
    return glyph == BLANK && (style & Style.SHOWS_ON_BLANK) == 0
        ? style & Style.BACKGROUND_MASK
        : style;
  }

  private boolean inside(int row, int column) {
    return row >= 0 && row < rows && column >= 0 && column < columns;
  }

  private static int clamp(int size, int most) {
    return Math.max(1, Math.min(size, most));
  }

  private static void trimEnd(StringBuilder out, int start) {
    int end = out.length();
    while (end > start && out.charAt(end - 1) == ' ') {
      end--;
    }
    out.setLength(end);
  }

  static void appendGlyph(StringBuilder out, long glyph) {
    if (glyph == CONTINUATION) {
      return;
    }
    out.appendCodePoint(base(glyph));
    for (long marks = glyph >> MARK_SHIFT; marks != 0; marks >>= MARK_SHIFT) {
      out.appendCodePoint((int) (marks & CODE_POINT));
    }
  }

  static int base(long glyph) {
    return (int) (glyph & CODE_POINT);
  }

  /** The marks of a glyph, the first in the lowest 21 bits; 0 when it has none. */
  static long marks(long glyph) {
    return glyph >> MARK_SHIFT;
  }

  static int firstMark(long marks) {
    return (int) (marks & CODE_POINT);
  }

  long[] glyphs() {
    return glyphs;
  }

  long[] styles() {
    return styles;
  }

  /** -1 when hidden. */
  int cursorRow() {
    return cursorRow;
  }

  int cursorColumn() {
    return cursorColumn;
  }

  void copyFrom(Frame other) {
    resize(other.columns, other.rows);
    System.arraycopy(other.glyphs, 0, glyphs, 0, glyphs.length);
    System.arraycopy(other.styles, 0, styles, 0, styles.length);
    cursorRow = other.cursorRow;
    cursorColumn = other.cursorColumn;
  }
}
