package dev.pilothouse.tui.frame;

import dev.pilothouse.tui.terminal.Capabilities;

/** Brings one row of the terminal up to date, in the cheaper of two ways. */
final class RowEncoder {

  /** With fewer changed cells than this, erasing first cannot win. */
  private static final int WORTH_A_SECOND_WAY = 8;

  private static final int ERASE_LINE = 3;

  private final Bytes out;
  private final Pen pen;
  private final Capabilities capabilities;
  private final long[] before = new long[4];
  private final long[] after = new long[4];

  private Frame next;
  private int nextStart;
  private Frame sent;
  private int sentStart;
  private int row;

  RowEncoder(Bytes out, Pen pen, Capabilities capabilities, Frame next) {
    this.out = out;
    this.pen = pen;
    this.capabilities = capabilities;
    this.next = next;
    this.sent = next;
  }

  /**
   * Writes what turns row {@code source} of the frame {@code shown} (a blank row if -1) into row
   * {@code r} of {@code wanted}.
   */
  void encode(Frame wanted, int r, Frame shown, int source) {
    next = wanted;
    sent = shown;
    row = r;
    nextStart = r * wanted.columns();
    sentStart = source < 0 ? -1 : source * wanted.columns();
    int first = firstChange();
    if (first < 0) {
      return;
    }
    int start = out.length();
    pen.save(before);
    update(first, false);
    if (sentStart < 0 || changes(first) < WORTH_A_SECOND_WAY) {
      return;
    }
    int end = out.length();
    pen.save(after);
    pen.restore(before);
    pen.moveTo(row, first);
    pen.eraseToEnd();
    sentStart = -1;
    update(first, true);
    if (out.length() - end < end - start) {
      out.remove(start, end);
    } else {
      out.truncate(end);
      pen.restore(after);
    }
  }

  private void update(int first, boolean erased) {
    int columns = next.columns();
    int tail = blankTail(first);
    int column = first;
    while (column < tail) {
      if (isShown(column)) {
        column++;
      } else if (isDefaultBlank(column)) {
        column = blanks(column, tail);
      } else {
        column = glyph(column);
      }
    }
    if (!erased) {
      int from = column;
      while (from < columns && isShown(from)) {
        from++;
      }
      int to = columns;
      while (to > from && isShown(to - 1)) {
        to--;
      }
      if (to - from > ERASE_LINE) {
        pen.moveTo(row, from);
        pen.eraseToEnd();
      } else {
        for (int c = from; c < to; c++) {
          if (!isShown(c)) {
            glyph(c);
          }
        }
      }
    }
  }

  /** Prints one changed glyph, and what repeats it if the terminal can. */
  private int glyph(int column) {
    long glyph = next.glyphs()[nextStart + column];
    long style = next.styles()[nextStart + column];
    boolean wide =
        column + 1 < next.columns() && next.glyphs()[nextStart + column + 1] == Frame.CONTINUATION;
    pen.moveTo(row, column);
    pen.print(glyph, style, wide);
    int end = column + (wide ? 2 : 1);
    if (capabilities.repeat() && glyph < 0x7F) { // tmux 3.3 repeats ASCII alone
      int same = end;
      while (same < next.columns()
          && next.glyphs()[nextStart + same] == glyph
          && next.styles()[nextStart + same] == style
          && !isShown(same)) {
        same++;
      }
      if (same - end > 3 + Bytes.digits(same - end)) {
        pen.repeat(same - end);
        return same;
      }
    }
    return end;
  }

  /** Blanks a run that is to be blank: with spaces, or with ECH when that and the move are less. */
  private int blanks(int column, int tail) {
    int end = column;
    int lastChange = column;
    while (end < tail && isDefaultBlank(end)) {
      if (!isShown(end)) {
        lastChange = end;
      }
      end++;
    }
    int count = lastChange + 1 - column;
    pen.moveTo(row, column);
    if (capabilities.eraseChars() && count > Pen.eraseCost(count)) {
      pen.erase(count);
    } else {
      for (int i = 0; i < count; i++) {
        pen.print(Frame.BLANK, 0, false);
      }
    }
    return lastChange + 1;
  }

  /** The first column from which on the row is to be blank; not before {@code first}. */
  private int blankTail(int first) {
    int tail = next.columns();
    while (tail > first && isDefaultBlank(tail - 1)) {
      tail--;
    }
    return tail;
  }

  private boolean isDefaultBlank(int column) {
    return next.glyphs()[nextStart + column] == Frame.BLANK
        && next.styles()[nextStart + column] == 0;
  }

  private boolean isShown(int column) {
    if (sentStart < 0) {
      return isDefaultBlank(column);
    }
    return next.glyphs()[nextStart + column] == sent.glyphs()[sentStart + column]
        && next.styles()[nextStart + column] == sent.styles()[sentStart + column];
  }

  private int firstChange() {
    for (int column = 0; column < next.columns(); column++) {
      if (!isShown(column)) {
        return column;
      }
    }
    return -1;
  }

  private int changes(int first) {
    int count = 0;
    for (int column = first; column < next.columns(); column++) {
      if (!isShown(column)) {
        count++;
      }
    }
    return count;
  }
}
