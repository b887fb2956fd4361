package dev.pilothouse.tui.frame;

/**
 * Looks for rows that only moved up or down: the region and distance that leave the fewest cells to
 * paint. A table beside a pane that stands still counts too, if painting the pane again is less.
 */
final class ScrollFinder {

  /** Shifts tried whatever the rows look like; longer ones need equal rows to be tried. */
  private static final int SHORT = 4;

  /** What setting a region, scrolling and resetting it takes, in bytes. */
  private static final int OVERHEAD = 20;

  private long[] sentHash = new long[0];
  private long[] nextHash = new long[0];
  private int[] stays = new int[0];
  private int[] fresh = new int[0];

  private int top;
  private int bottom;
  private int lines;

  int top() {
    return top;
  }

  /** The last row of the region. */
  int bottom() {
    return bottom;
  }

  /** How far the rows move up; negative is down. */
  int lines() {
    return lines;
  }

  /** Whether scrolling may pay; the encoder tries it and counts. Frames have one size. */
  boolean find(Frame sent, Frame next) {
    int rows = next.rows();
    if (stays.length != rows) {
      sentHash = new long[rows];
      nextHash = new long[rows];
      stays = new int[rows];
      fresh = new int[rows];
    }
    int changed = 0;
    for (int row = 0; row < rows; row++) {
      stays[row] = cost(sent, row, next, row);
      fresh[row] = cost(sent, -1, next, row);
      changed += stays[row];
    }
    lines = 0;
    if (changed < 2 * OVERHEAD || rows < 3) {
      return false;
    }
    for (int row = 0; row < rows; row++) {
      sentHash[row] = hash(sent, row);
      nextHash[row] = hash(next, row);
    }
    int best = OVERHEAD;
    for (int n = 1; n < rows - 1; n++) {
      if (n <= SHORT || equalRows(n) > 1) {
        best = tryShift(sent, next, n, best);
      }
      if (n <= SHORT || equalRows(-n) > 1) {
        best = tryShift(sent, next, -n, best);
      }
    }
    return lines != 0;
  }

  /** The best run of rows for one distance: a maximum-sum run of what each row saves. */
  private int tryShift(Frame sent, Frame next, int shift, int best) {
    int rows = next.rows();
    int distance = Math.abs(shift);
    int most = best;
    int sum = 0;
    int start = 0;
    for (int i = 0; i < rows - distance; i++) {
      // Rows i.. of the new picture (moving up), or i + distance.. (moving down).
      int row = shift > 0 ? i : i + distance;
      if (sum <= 0) {
        sum = 0;
        start = i;
      }
      sum += stays[row] - cost(sent, row + shift, next, row);
      int gain = sum - exposed(shift, start, i) - distance;
      if (gain > most) {
        most = gain;
        top = start;
        bottom = i + distance;
        lines = shift;
      }
    }
    return most;
  }

  /** What the rows that come in blank cost more than they do now. */
  private int exposed(int shift, int first, int last) {
    int distance = Math.abs(shift);
    int cost = 0;
    for (int i = 0; i < distance; i++) {
      int row = shift > 0 ? last + 1 + i : first + i;
      cost += fresh[row] - stays[row];
    }
    return cost;
  }

  private int equalRows(int shift) {
    int equal = 0;
    for (int row = Math.max(0, -shift); row < nextHash.length - Math.max(0, shift); row++) {
      if (stays[row] > 0 && nextHash[row] == sentHash[row + shift]) {
        equal++;
      }
    }
    return equal;
  }

  /** Cells to paint plus a few bytes for reaching each run of them. */
  private static int cost(Frame sent, int sentRow, Frame next, int nextRow) {
    int columns = next.columns();
    int n = nextRow * columns;
    int s = sentRow * columns;
    int cost = 0;
    boolean running = false;
    for (int i = 0; i < columns; i++) {
      long glyph = next.glyphs()[n + i];
      long style = next.styles()[n + i];
      boolean same =
          sentRow < 0
              ? glyph == Frame.BLANK && style == 0
              : glyph == sent.glyphs()[s + i] && style == sent.styles()[s + i];
      if (!same) {
        cost += running ? 1 : 4;
      }
      running = !same;
    }
    return cost;
  }

  private static long hash(Frame frame, int row) {
    int start = row * frame.columns();
    long hash = 0;
    for (int i = start; i < start + frame.columns(); i++) {
      hash = hash * 31 + frame.glyphs()[i] + 7 * frame.styles()[i];
    }
    return hash;
  }
}
