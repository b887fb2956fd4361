package dev.pilothouse.agent.operation.create;

import dev.pilothouse.agent.operation.handler.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** How long each step took, for people. */
final class Clock {
  private final Work work;
  private final StringBuilder laps = new StringBuilder();
  private Instant since;

  Clock(Work work) {
    this.work = work;
    this.since = work.now();
  }

  void lap(String step) {
    Instant now = work.now();
    laps.append(laps.isEmpty() ? "" : ", ").append(step).append(' ');
    long millis = Duration.between(since, now).toMillis();
    laps.append(
        millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0));
    since = now;
  }

  String said(String what) {
    return what + " in " + work.took() + " (" + laps + ")";
  }
}
