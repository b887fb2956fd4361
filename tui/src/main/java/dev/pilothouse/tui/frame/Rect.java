package dev.pilothouse.tui.frame;

/**
 * A rectangle of cells; {@code row} and {@code column} count from 0, sizes are never negative.
 * Splitting never leaves the rectangle: what does not fit is empty.
 */
public record Rect(int row, int column, int rows, int columns) {

  public Rect {
    rows = Math.max(0, rows);
    columns = Math.max(0, columns);
  }

  /** The row after the last one. */
  public int bottom() {
    return row + rows;
  }

  /** The column after the last one. */
  public int right() {
    return column + columns;
  }

  public boolean isEmpty() {
    return rows == 0 || columns == 0;
  }

  public boolean contains(int r, int c) {
    return r >= row && r < bottom() && c >= column && c < right();
  }

  /** The first {@code n} rows. */
  public Rect top(int n) {
    return new Rect(row, column, clamp(n, rows), columns);
  }

  /** What is left beneath the first {@code n} rows. */
  public Rect below(int n) {
    int taken = clamp(n, rows);
    return new Rect(row + taken, column, rows - taken, columns);
  }

  /** The last {@code n} rows. */
  public Rect lower(int n) {
    int kept = clamp(n, rows);
    return new Rect(bottom() - kept, column, kept, columns);
  }

  /** What is left above the last {@code n} rows. */
  public Rect above(int n) {
    return top(rows - clamp(n, rows));
  }

  /** The first {@code n} columns. */
  public Rect left(int n) {
    return new Rect(row, column, rows, clamp(n, columns));
  }

  /** What is left beside the first {@code n} columns. */
  public Rect after(int n) {
    int taken = clamp(n, columns);
    return new Rect(row, column + taken, rows, columns - taken);
  }

  /** The one row {@code n}, counted within this rectangle; empty when it has no such row. */
  public Rect line(int n) {
    return n < 0 ? new Rect(row, column, 0, columns) : below(n).top(1);
  }

  /** Without {@code n} rows and columns at each side, as within a border. */
  public Rect inset(int n) {
    return below(n).above(n).after(n).left(columns - 2 * n);
  }

  /** A rectangle of at most this size in the middle of this one, for dialogs. */
  public Rect centered(int wantedRows, int wantedColumns) {
    int r = clamp(wantedRows, rows);
    int c = clamp(wantedColumns, columns);
    return new Rect(row + (rows - r) / 2, column + (columns - c) / 2, r, c);
  }

  private static int clamp(int n, int most) {
    return Math.max(0, Math.min(n, most));
  }
}
