package dev.pilothouse.fleet.console;

import dev.pilothouse.fleet.console.ConsoleNews.Run;
import dev.pilothouse.fleet.console.ConsoleNews.Shown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A guest's screen as cells. Immutable. Each cell has one code point and two colours ({@code
 * 0xRRGGBB}); wide characters are not known: a guest's glyph is one cell.
 */
public final class GuestScreen {
  /** A cell that shows something which is no character for certain. */
  public static final int UNKNOWN = 0xFFFD;

  /** The most cells each way; larger screens are refused. */
  public static final int MOST = 500;

  /** Where the cells come from. */
  public enum Kind {
    /** Read from the guest's text buffer: exact. */
    TEXT,
    /** Recognised in the guest's picture: proven glyph by glyph, {@link #UNKNOWN} elsewhere. */
    RECOGNISED,
    /** A picture in half blocks: the foreground is the upper half of a cell. */
    PICTURE
  }

  private static final int WHITE = 0xAAAAAA;

  private final int columns;
  private final int rows;
  private final Kind kind;
  private final int confidence;
  private final int cursorRow;
  private final int cursorColumn;
  private final int[] glyphs;
  private final int[] foregrounds;
  private final int[] backgrounds;

  /**
   * @param confidence 0 to 100
   * @param cursorRow -1 when none is seen
   * @param glyphs code points, row by row; these arrays are the screen's from now on
   */
  public GuestScreen(
      int columns,
      int rows,
      Kind kind,
      int confidence,
      int cursorRow,
      int cursorColumn,
      int[] glyphs,
      int[] foregrounds,
      int[] backgrounds) {
    if (columns < 1 || rows < 1 || columns > MOST || rows > MOST) {
      throw new IllegalArgumentException("a screen of " + columns + " x " + rows + " cells");
    }
    int cells = columns * rows;
    if (glyphs.length != cells || foregrounds.length != cells || backgrounds.length != cells) {
      throw new IllegalArgumentException("not as many cells as " + columns + " x " + rows);
    }
    this.columns = columns;
    this.rows = rows;
    this.kind = kind;
    this.confidence = confidence;
    this.cursorRow = cursorRow >= rows || cursorColumn >= columns ? -1 : cursorRow;
    this.cursorColumn = cursorColumn;
    this.glyphs = glyphs;
    this.foregrounds = foregrounds;
    this.backgrounds = backgrounds;
  }

  public static GuestScreen blank(int columns, int rows, Kind kind) {
    int[] glyphs = new int[columns * rows];
    int[] foregrounds = new int[glyphs.length];
    Arrays.fill(glyphs, ' ');
    Arrays.fill(foregrounds, WHITE);
    return new GuestScreen(
        columns, rows, kind, 100, -1, -1, glyphs, foregrounds, new int[glyphs.length]);
  }

  public int columns() {
    return columns;
  }

  public int rows() {
    return rows;
  }

  public Kind kind() {
    return kind;
  }

  /** 0 to 100: the share of cells that are proven. */
  public int confidence() {
    return confidence;
  }

  /** -1 when no cursor is seen. */
  public int cursorRow() {
    return cursorRow;
  }

  public int cursorColumn() {
    return cursorColumn;
  }

  public int glyph(int row, int column) {
    return glyphs[row * columns + column];
  }

  public int foreground(int row, int column) {
    return foregrounds[row * columns + column];
  }

  public int background(int row, int column) {
    return backgrounds[row * columns + column];
  }

  /** A row without the blanks at its end; of a picture always empty. */
  public String text(int row) {
    return kind == Kind.PICTURE ? "" : new String(glyphs, row * columns, columns).stripTrailing();
  }

  /** All rows, without the empty ones at the end. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    int used = 0;
    for (int row = 0; row < rows; row++) {
      String line = text(row);
      lines.add(line);
      used = line.isEmpty() ? used : row + 1;
    }
    return List.copyOf(lines.subList(0, used));
  }

  /**
   * What makes this screen of {@code before}; empty when they are the same.
   *
   * @param before null when nothing was shown yet
   */
  public @Nullable Shown since(@Nullable GuestScreen before) {
    GuestScreen base =
        before != null && before.columns == columns && before.rows == rows && before.kind == kind
            ? before
            : blank(columns, rows, kind);
    boolean whole = base != before;
    List<Run> runs = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      addRuns(row, base, runs);
    }
    boolean same =
        !whole
            && runs.isEmpty()
            && base.cursorRow == cursorRow
            && base.cursorColumn == cursorColumn
            && base.confidence == confidence;
    return same
        ? null
        : new Shown(columns, rows, kind, confidence, cursorRow, cursorColumn, whole, runs);
  }

  private void addRuns(int row, GuestScreen base, List<Run> runs) {
    int end = (row + 1) * columns;
    int at = row * columns;
    while (at < end) {
      if (same(base, at)) {
        at++;
        continue;
      }
      int from = at;
      while (at < end
          && !same(base, at)
          && foregrounds[at] == foregrounds[from]
          && backgrounds[at] == backgrounds[from]) {
        at++;
      }
      runs.add(
          new Run(
              row,
              from - row * columns,
              new String(glyphs, from, at - from),
              foregrounds[from],
              backgrounds[from]));
    }
  }

  private boolean same(GuestScreen base, int at) {
    return glyphs[at] == base.glyphs[at]
        && foregrounds[at] == base.foregrounds[at]
        && backgrounds[at] == base.backgrounds[at];
  }

  /**
   * The screen after {@code news} about {@code before}. What lies outside of it is dropped.
   *
   * @throws IllegalArgumentException for a size that no screen has
   */
  public static GuestScreen after(@Nullable GuestScreen before, Shown news) {
    if (news.columns() < 1 || news.rows() < 1 || news.columns() > MOST || news.rows() > MOST) {
      throw new IllegalArgumentException(
          "a screen of " + news.columns() + " x " + news.rows() + " cells");
    }
    GuestScreen base =
        before != null
                && !news.whole()
                && before.columns == news.columns()
                && before.rows == news.rows()
            ? before
            : blank(news.columns(), news.rows(), news.kind());
    int[] glyphs = base.glyphs.clone();
    int[] foregrounds = base.foregrounds.clone();
    int[] backgrounds = base.backgrounds.clone();
    for (Run run : news.runs()) {
      int[] text = run.text().codePoints().toArray();
      for (int i = 0; i < text.length; i++) {
        int column = run.column() + i;
        if (run.row() >= 0 && run.row() < base.rows && column >= 0 && column < base.columns) {
          int at = run.row() * base.columns + column;
          glyphs[at] = text[i];
          foregrounds[at] = run.foreground();
          backgrounds[at] = run.background();
        }
      }
    }
    return new GuestScreen(
        base.columns,
        base.rows,
        news.kind(),
        news.confidence(),
        news.cursorRow(),
        news.cursorColumn(),
        glyphs,
        foregrounds,
        backgrounds);
  }
}
