package dev.pilothouse.tui.frame;

import dev.pilothouse.tui.terminal.Capabilities;
import dev.pilothouse.tui.terminal.Link;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Decides when a frame goes to the link, and is the only one that writes frames to it. Never a
 * frame while a write is pending; the view is asked for its newest state only when it may be sent;
 * on a slow line a frame waits for the terminal to have drained the one before.
 *
 * <p>One session calls it, from one thread at a time. The link's {@code written} may come on any
 * thread: it then runs {@code wake}, which should make the session call {@link #flush} in its turn.
 */
public final class FramePacer {

  /** Paints the newest state; the frame still holds what was painted before. */
  public interface View {
    void paint(Frame frame);
  }

  /** More frames a second than a screen shows are waste. */
  private static final long FRAME_INTERVAL = TimeUnit.MILLISECONDS.toNanos(16);

  private static final byte[] REPORT_REQUEST = {0x1B, '[', '6', 'n'};

  private final Link link;
  private final Capabilities capabilities;
  private final View view;
  private final LongSupplier nanos;
  private final Runnable wake;
  private final Frame frame;
  private final AnsiEncoder encoder;
  private final LinkMeter meter = new LinkMeter();
  private boolean sentBefore;
  private long lastSent;
  private volatile boolean dirty = true;
  private volatile boolean writing;
  private volatile boolean held;

  /**
   * @param nanos a monotonic clock such as {@code System::nanoTime}
   * @param wake called when a write ended while something waits for that
   */
  public FramePacer(
      Link link,
      Capabilities capabilities,
      int columns,
      int rows,
      View view,
      LongSupplier nanos,
      Runnable wake) {
    this.link = link;
    this.capabilities = capabilities;
    this.view = view;
    this.nanos = nanos;
    this.wake = wake;
    frame = new Frame(columns, rows);
    encoder = new AnsiEncoder(capabilities);
  }

  /** The view has something new to show; any number of times until it is sent. */
  public void invalidate() {
    dirty = true;
  }

  /** The terminal has another size now (clamped as in {@link Frame}). */
  public void resize(int columns, int rows) {
    frame.resize(columns, rows);
    encoder.forget(); // terminals rearrange their lines, also on the way back to the old size
    dirty = true;
  }

  /** Paints the whole screen again (Ctrl-L). */
  public void redraw() {
    encoder.forget();
    dirty = true;
  }

  /** Sends nothing more until {@link #release}: somebody else is to have the terminal. */
  public void hold() {
    held = true;
  }

  /** The terminal is ours again; what is on it is not known. */
  public void release() {
    held = false;
    redraw();
  }

  /** Whether nothing is on its way to the terminal, and no answer of its on the way back. */
  public boolean quiet() {
    return !writing && meter.answerDue(nanos.getAsLong()).isEmpty();
  }

  /** The terminal answered a report request: what was sent until then is on the screen. */
  public void acknowledged() {
    meter.answered(nanos.getAsLong());
  }

  public LinkQuality quality() {
    return meter.quality(nanos.getAsLong());
  }

  public int columns() {
    return frame.columns();
  }

  public int rows() {
    return frame.rows();
  }

  /** When to call {@link #flush} again if nothing else happens; empty if nothing waits for time. */
  public OptionalLong deadline() {
    if (writing) {
      return OptionalLong.empty();
    }
    long now = nanos.getAsLong();
    return held ? meter.answerDue(now) : dirty ? waitUntil(now) : OptionalLong.empty();
  }

  /** Sends the newest state if there is one and it may be sent now. */
  public void flush() {
    if (!dirty || writing || held) {
      return;
    }
    long now = nanos.getAsLong();
    if (waitUntil(now).isPresent()) {
      return;
    }
    dirty = false;
    view.paint(frame);
    byte[] bytes = encoder.encode(frame);
    if (bytes.length == 0) {
      return;
    }
    boolean probe =
        capabilities.cursorReport()
            && encoder.reportIsPlain()
            && meter.wantsProbe(now, bytes.length);
    if (probe) {
      int length = bytes.length;
      bytes = Arrays.copyOf(bytes, length + REPORT_REQUEST.length);
      System.arraycopy(REPORT_REQUEST, 0, bytes, length, REPORT_REQUEST.length);
    }
    meter.sent(now, bytes.length, probe);
    sentBefore = true;
    lastSent = now;
    writing = true;
    link.write(bytes, this::written);
  }

  private void written() {
    writing = false;
    if (dirty || held) {
      wake.run();
    }
  }

  private OptionalLong waitUntil(long now) {
    OptionalLong drained = meter.waitUntil(now);
    if (drained.isPresent()) {
      return drained;
    }
    return sentBefore && now - lastSent < FRAME_INTERVAL
        ? OptionalLong.of(lastSent + FRAME_INTERVAL)
        : OptionalLong.empty();
  }
}
