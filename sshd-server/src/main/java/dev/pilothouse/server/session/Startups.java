package dev.pilothouse.server.session;

import dev.pilothouse.server.Limits;
import dev.pilothouse.server.auth.Source;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Counts the connections that have not logged in and says whether one more is let in. When they
 * grow many, new ones are dropped by chance, so that a flood does not shut everybody else out.
 * Thread-safe.
 */
final class Startups {
  private final Limits limits;
  private final DoubleSupplier random;
  private final Map<Source, Integer> bySource = new HashMap<>();
  private int total;

  /**
   * @param random numbers from 0 (inclusive) to 1 (exclusive)
   */
  Startups(Limits limits, DoubleSupplier random) {
    this.limits = limits;
    this.random = random;
  }

  synchronized boolean admits(Source source) {
    if (total >= limits.startups()
        || bySource.getOrDefault(source, 0) >= limits.startupsPerSource()) {
      return false;
    }
    double fullness =
        (double) (total - limits.startupsDropFrom())
            / Math.max(1, limits.startups() - limits.startupsDropFrom());
    return random.getAsDouble() >= fullness;
  }

  synchronized void begun(Source source) {
    total++;
    bySource.merge(source, 1, Integer::sum);
  }

  synchronized void over(Source source) {
    total--;
    bySource.computeIfPresent(source, (key, count) -> count > 1 ? count - 1 : null);
  }
}
