package dev.pilothouse.server.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long a source waits before its next password is even looked at: nothing at first, then twice
 * as long after each wrong one. The wait is the same for a right password, so that hanging up early
 * tells nothing. Thread-safe.
 */
final class Patience {
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);
  private static final int MOST_SOURCES = 10_000;

  private record Failures(int count, Instant last) {}

  private final Map<Source, Failures> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Source, Failures> eldest) {
          return size() > MOST_SOURCES;
        }
      };

  synchronized Duration delay(Source source, Instant now) {
    Failures known = recent(source, now);
    if (known.count() == 0) {
      return Duration.ZERO;
    }
    Duration wait = FIRST.multipliedBy(1L << Math.min(known.count() - 1, 10));
    return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
  }

  synchronized void failed(Source source, Instant now) {
    failures.put(source, new Failures(recent(source, now).count() + 1, now));
  }

  synchronized void succeeded(Source source) {
    failures.remove(source);
  }

  private Failures recent(Source source, Instant now) {
    Failures known = failures.get(source);
    return known == null || known.last().plus(FORGOTTEN_AFTER).isBefore(now)
        ? new Failures(0, now)
        : known;
  }
}
