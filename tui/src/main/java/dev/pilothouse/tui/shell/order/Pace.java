package dev.pilothouse.tui.shell.order;

import java.time.Duration;

/**
 * How often figures that change all the time are written anew: at least twice a second for who
 * watches, and no more, for lines that carry a few hundred bytes a second.
 */
public final class Pace {
  private static final Duration EVERY = Duration.ofMillis(450);

  private long next = System.nanoTime();

  /** Whether it is time; then it is not for a while. */
  public boolean due() {
    long now = System.nanoTime();
    if (now - next < 0) {
      return false;
    }
    next = now + EVERY.toNanos();
    return true;
  }
}
