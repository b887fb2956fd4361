package dev.pilothouse.tui.frame;

import dev.pilothouse.tui.terminal.Capabilities;
import org.jspecify.annotations.Nullable;

/**
 * Turns the difference between the frame the terminal shows and the next one into the fewest bytes
 * we know of (ECMA-48 and xterm's "Control Sequences"). It keeps its own copy of what was sent, so
 * the caller paints the same {@link Frame} again and again. An unchanged frame is no bytes.
 *
 * <p>Expects a terminal set up by {@code TerminalModes}. Not thread-safe.
 */
public final class AnsiEncoder {

  private static final byte[] NOTHING = {};

  /** With fewer bytes than this a scroll cannot pay. */
  private static final int WORTH_A_SCROLL = 40;

  private final Capabilities capabilities;
  private final Bytes out = new Bytes();
  private final Frame sent = new Frame(1, 1);
  private final Pen pen;
  private final RowEncoder rowEncoder;
  private final ScrollFinder scrolls = new ScrollFinder();
  private final long[] before = new long[4];
  private final long[] after = new long[4];
  private int[] source = {};
  private boolean known;
  private @Nullable Boolean cursorShown;

  public AnsiEncoder(Capabilities capabilities) {
    this.capabilities = capabilities;
    pen = new Pen(out, capabilities, sent);
    rowEncoder = new RowEncoder(out, pen, capabilities, sent);
  }

  /** Forgets what the terminal shows: the next frame is painted whole (Ctrl-L, a new terminal). */
  public void forget() {
    known = false;
  }

  /**
   * The bytes that turn the terminal's picture into {@code next}, which then counts as sent.
   *
   * @return an array of its own, for one write; empty if nothing changed
   */
  public byte[] encode(Frame next) {
    out.truncate(0);
    pen.begin(next);
    if (!known || next.columns() != sent.columns() || next.rows() != sent.rows()) {
      startOver(next);
    }
    for (int row = 0; row < source.length; row++) {
      source[row] = row;
    }
    int start = out.length();
    pen.save(before);
    rows(next);
    if (capabilities.scrollRegion()
        && out.length() - start > WORTH_A_SCROLL
        && scrolls.find(sent, next)) {
      tryScroll(next, start);
    }
    cursor(next);
    if (out.length() == 0) {
      return NOTHING;
    }
    sent.copyFrom(next);
    return out.toArray();
  }

  /**
   * Whether a cursor position report asked for now could not be mistaken for a key: {@code CSI
   * 1;2R} is Shift-F3 too, so not in the first row.
   */
  boolean reportIsPlain() {
    return pen.row() > 0;
  }

  /** A blank screen whose state we know, whatever was there. */
  private void startOver(Frame next) {
    if (capabilities.scrollRegion()) {
      out.put("\u001b[r");
    }
    pen.resetStyle();
    out.put("\u001b[H\u001b[J");
    pen.home();
    sent.resize(next.columns(), next.rows());
    sent.clear();
    source = new int[next.rows()];
    cursorShown = null;
    known = true;
  }

  private void rows(Frame next) {
    for (int row = 0; row < next.rows(); row++) {
      rowEncoder.encode(next, row, sent, source[row]);
    }
  }

  /** Encodes the rows once more, behind a scroll, and keeps the shorter way. */
  private void tryScroll(Frame next, int start) {
    int end = out.length();
    pen.save(after);
    pen.restore(before);
    pen.scroll(scrolls.top(), scrolls.bottom(), scrolls.lines());
    for (int row = scrolls.top(); row <= scrolls.bottom(); row++) {
      int from = row + scrolls.lines();
      source[row] = from < scrolls.top() || from > scrolls.bottom() ? -1 : from;
    }
    rows(next);
    if (out.length() - end < end - start) {
      out.remove(start, end);
    } else {
      out.truncate(end);
      pen.restore(after);
    }
  }

  private void cursor(Frame next) {
    boolean shown = next.cursorRow() >= 0;
    if (shown) {
      pen.rest(next.cursorRow(), next.cursorColumn());
    }
    if (cursorShown == null || shown != cursorShown) {
      out.put(shown ? "\u001b[?25h" : "\u001b[?25l");
      cursorShown = shown;
    }
  }
}
