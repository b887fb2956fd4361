package dev.pilothouse.agent.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Turns CPU times into percentages, and says when to look again. Not thread-safe. */
final class Sampler {
  private static final Duration FASTEST = Duration.ofSeconds(2);
  private static final Duration SLOWEST = Duration.ofSeconds(30);

  /** A look may take this part of the time between looks. */
  private static final int SHARE = 20;

  private Map<UUID, Long> times = Map.of();
  private Instant at = Instant.EPOCH;

  /**
   * Percent of one CPU that each VM used since the last look, in whole percent; VMs that are new or
   * whose counter began again are left out.
   *
   * @param now CPU time in nanoseconds by VM
   */
  Map<UUID, Double> sample(Map<UUID, Long> now, Instant when) {
    long elapsed = Duration.between(at, when).toNanos();
    Map<UUID, Double> percent = new HashMap<>();
    if (elapsed > 0) {
      now.forEach(
          (vm, time) -> {
            Long before = times.get(vm);
            if (before != null && time >= before) {
              percent.put(vm, (double) Math.round(100.0 * (time - before) / elapsed));
            }
          });
    }
    times = Map.copyOf(now);
    at = when;
    return percent;
  }

  /** How long to wait after a look that took {@code cost}: a busy host is asked less often. */
  static Duration pause(Duration cost) {
    Duration fair = cost.multipliedBy(SHARE);
    return fair.compareTo(FASTEST) < 0 ? FASTEST : fair.compareTo(SLOWEST) > 0 ? SLOWEST : fair;
  }
}
