package dev.pilothouse.server.channel;

import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * A client may tell new sizes by the thousand while somebody drags a corner, or to do harm. The
 * first passes at once, then the newest one in each {@link #CALM}, and the last one always. So what
 * lies behind never has more than a few to do. Thread-safe.
 */
final class Resizing {
  static final Duration CALM = Duration.ofMillis(50);

  /** Takes a size; must not block. */
  interface Target {
    void resized(int columns, int rows);
  }

  private record Size(int columns, int rows) {}

  private final Target target;
  private final BiConsumer<Duration, Runnable> timer;
  private Size passed;
  private Size newest;
  private boolean waiting;

  /**
   * @param columns at the start, as {@code rows}
   */
  Resizing(int columns, int rows, Target target, BiConsumer<Duration, Runnable> timer) {
    this.passed = new Size(columns, rows);
    this.newest = passed;
    this.target = target;
    this.timer = timer;
  }

  synchronized void to(int columns, int rows) {
    newest = new Size(columns, rows);
    if (!waiting) {
      pass();
    }
  }

  private synchronized void calm() {
    waiting = false;
    pass();
  }

  private void pass() {
    if (!newest.equals(passed)) {
      passed = newest;
      waiting = true;
      timer.accept(CALM, this::calm);
      target.resized(passed.columns, passed.rows);
    }
  }
}
