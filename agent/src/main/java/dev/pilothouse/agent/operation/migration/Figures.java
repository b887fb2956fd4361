package dev.pilothouse.agent.operation.migration;

import dev.pilothouse.agent.hypervisor.Migrations.Job;
import dev.pilothouse.agent.operation.handler.Departures.Limits;
import dev.pilothouse.agent.operation.migration.plan.Forecast;
import dev.pilothouse.fleet.operation.MigrationFigures;
import dev.pilothouse.fleet.operation.MigrationFigures.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes of what libvirt says, look by look, what people see. For one thread. */
final class Figures {
  private static final Duration BETWEEN_RATES = Duration.ofMillis(500);
  private static final int MOST_RATES = 20;

  private final Supplier<Limits> limits;
  private final Deque<Long> rates = new ArrayDeque<>();
  private @Nullable Instant rated;
  private @Nullable Instant lookedAt;
  private long movedBefore;
  private long fastest;
  private long diskBytes;
  private long memoryBytes;
  private int percent;

  /**
   * @param limits that are set now
   */
  Figures(Supplier<Limits> limits) {
    this.limits = limits;
  }

  /** 0 to 99, and never less than before. */
  int percent() {
    return percent;
  }

  /** Bytes of disks that moved, as of the last look. */
  long diskBytes() {
    return diskBytes;
  }

  /** The same of memory. */
  long memoryBytes() {
    return memoryBytes;
  }

  /** The highest rate there was, in bytes a second; 0 before the first. */
  long fastest() {
    return fastest;
  }

  /** While the agent copies files by itself. */
  MigrationFigures ofFiles(long done, long all, Duration since) {
    long rate = done * 1000 / Math.max(1, since.toMillis());
    return of(
        Phase.COPYING_FILES,
        done,
        all,
        0,
        0,
        0,
        rate,
        -1,
        0,
        -1,
        rate > 0 ? (all - done) * 1000 / rate : -1);
  }

  /** While nothing moves. */
  MigrationFigures at(Phase phase) {
    return of(phase, 0, 0, 0, 0, 0, 0, -1, 0, -1, -1);
  }

  MigrationFigures of(Job job, Instant now) {
    Phase phase =
        job.postCopy()
            ? Phase.POST_COPY
            : job.pass() == 0 && job.diskDoneBytes() < job.diskBytes() ? Phase.DISKS : Phase.MEMORY;
    diskBytes = job.diskDoneBytes();
    memoryBytes = job.memoryDoneBytes();
    long rate = rate(job, now);
    sample(rate, now);
    long memoryLeft =
        job.pass() == 0 && !job.postCopy() ? job.memoryBytes() : job.memoryLeftBytes();
    long diskLeft = Math.max(0, job.diskBytes() - job.diskDoneBytes());
    // While disks are copied libvirt knows nothing of the memory: half of the way is still to go.
    boolean unknown = job.memoryBytes() == 0;
    long memory = unknown ? Math.max(1, job.diskBytes()) : job.memoryBytes();
    long all = job.diskBytes() + memory;
    long done = Math.max(0, all - diskLeft - (unknown ? memory : memoryLeft));
    percent = Math.max(percent, Math.clamp(100 * done / all, 0, 99));
    long dirty = job.postCopy() ? 0 : Math.max(0, job.dirtyBytesPerSecond());
    return of(
        phase,
        job.diskDoneBytes(),
        job.diskBytes(),
        job.memoryDoneBytes(),
        memoryLeft,
        job.memoryBytes(),
        rate,
        job.dirtyBytesPerSecond(),
        job.pass(),
        job.expectedDowntimeMillis(),
        Forecast.left(
            diskLeft + memoryLeft,
            job.memoryBytes(),
            dirty,
            rate,
            limits.get().maxDowntimeMillis()));
  }

  /** libvirt's own, or what moved since the last look. */
  private long rate(Job job, Instant now) {
    long moved = job.diskDoneBytes() + job.memoryDoneBytes();
    long between = lookedAt == null ? 0 : Duration.between(lookedAt, now).toMillis();
    long measured = between > 0 ? Math.max(0, moved - movedBefore) * 1000 / between : 0;
    lookedAt = now;
    movedBefore = moved;
    long said = job.pass() == 0 ? job.diskBytesPerSecond() : job.memoryBytesPerSecond();
    return said > 0 ? said : measured;
  }

  private void sample(long rate, Instant now) {
    fastest = Math.max(fastest, rate);
    if (rated == null || Duration.between(rated, now).compareTo(BETWEEN_RATES) >= 0) {
      rated = now;
      rates.addLast(rate);
      if (rates.size() > MOST_RATES) {
        rates.removeFirst();
      }
    }
  }

  private MigrationFigures of(
      Phase phase,
      long diskDone,
      long disk,
      long memoryDone,
      long memoryLeft,
      long memory,
      long rate,
      long dirty,
      int pass,
      long downtime,
      long left) {
    Limits now = limits.get();
    return new MigrationFigures(
        phase,
        diskDone,
        disk,
        memoryDone,
        memoryLeft,
        memory,
        rate,
        dirty,
        pass,
        downtime,
        left,
        now.bytesPerSecond(),
        now.maxDowntimeMillis(),
        List.copyOf(rates));
  }
}
