package dev.pilothouse.tui.frame;

import java.time.Duration;

/**
 * How the way to the terminal and back behaves, measured end to end.
 *
 * @param roundTrip the shortest answer of late; zero while nothing was measured
 * @param bytesPerSecond what the line drains; 0 while it was too fast to measure
 * @param slow whether frames wait for the terminal to have shown the ones before
 */
public record LinkQuality(Duration roundTrip, long bytesPerSecond, boolean slow) {

  public static final LinkQuality UNKNOWN = new LinkQuality(Duration.ZERO, 0, false);

  /** In a few characters; empty while nothing is known. */
  public String words() {
    return roundTrip.isZero() ? "" : roundTrip.toMillis() + "ms" + (slow ? " slow" : "");
  }
}
