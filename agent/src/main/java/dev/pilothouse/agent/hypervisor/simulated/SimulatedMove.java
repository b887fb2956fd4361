package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.hypervisor.Migrations.Completed;
import dev.pilothouse.agent.hypervisor.Migrations.Job;
import dev.pilothouse.fleet.operation.MigrationOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far one migration of an active VM is: disks, then passes over the memory until what is left
 * goes over within the downtime that is allowed. Not thread-safe: the neighbourhood's lock guards
 * it.
 */
final class SimulatedMove {
  static final Duration STEP = Duration.ofMillis(100);

  private static final long LINE_BYTES_PER_SECOND = 1L << 30;
  private static final long USUAL_DOWNTIME_MILLIS = 300;
  private static final long SWITCH_MILLIS = 20;

  /** QEMU slows a guest down from its third pass on: by 20 %, and by 10 more with each. */
  private static final int THROTTLED_FROM = 3;

  final SimulatedHost from;
  final SimulatedHost to;

  /** What arrives. */
  final SimulatedVm arriving;

  /** What the destination had defined in its place; null when nothing. */
  final @Nullable SimulatedVm before;

  private final MigrationOptions options;
  private final long memoryBytes;
  private final long diskBytes;
  private long limit;
  private long maxDowntimeMillis = USUAL_DOWNTIME_MILLIS;
  private long diskDone;
  private long memoryDone;
  private long left;
  private long changed;
  private long dirtyBytesPerSecond;
  private int pass;
  private long tookMillis;
  private long downtimeMillis;
  private boolean postCopy;
  private boolean aborted;

  SimulatedMove(
      SimulatedHost from,
      SimulatedHost to,
      SimulatedVm arriving,
      @Nullable SimulatedVm before,
      MigrationOptions options,
      long memoryBytes,
      long diskBytes) {
    this.from = from;
    this.to = to;
    this.arriving = arriving;
    this.before = before;
    this.options = options;
    this.memoryBytes = memoryBytes;
    this.diskBytes = diskBytes;
    this.left = memoryBytes;
    this.limit = options.bytesPerSecond();
    if (options.maxDowntime() != null) {
      this.maxDowntimeMillis = options.maxDowntime().toMillis();
    }
  }

  /**
   * Goes on for {@link #STEP}.
   *
   * @param dirty what the guest changes in a second
   * @return whether the guest can stand still now for the rest; in post-copy, whether all is there
   */
  boolean advance(long dirty) {
    tookMillis += STEP.toMillis();
    long budget = during(rate(), STEP.toMillis());
    if (diskDone < diskBytes) {
      diskDone = Math.min(diskBytes, diskDone + budget);
      return false;
    }
    pass = Math.max(1, pass);
    long sent = Math.min(budget, left);
    memoryDone += sent;
    left -= sent;
    if (postCopy) {
      return left == 0;
    }
    dirtyBytesPerSecond = throttled(dirty);
    changed = Math.min(memoryBytes / 2, changed + during(dirtyBytesPerSecond, STEP.toMillis()));
    boolean fits = left + changed <= during(rate(), maxDowntimeMillis);
    if (fits && (left == 0 || pass > 1)) {
      return true;
    }
    if (left == 0) {
      pass++;
      left = changed;
      changed = 0;
    }
    return false;
  }

  private long throttled(long dirty) {
    if (!options.autoConverge() || pass < THROTTLED_FROM) {
      return dirty;
    }
    return dirty * (100 - Math.min(99, 20 + 10L * (pass - THROTTLED_FROM))) / 100;
  }

  /** Sends the rest while the guest stands still; how long that takes. */
  Duration standStill() {
    downtimeMillis = millisOf(left + changed) + SWITCH_MILLIS;
    tookMillis += downtimeMillis;
    memoryDone += left + changed;
    left = 0;
    changed = 0;
    return Duration.ofMillis(downtimeMillis);
  }

  boolean mayGoPostCopy() {
    return options.postCopy();
  }

  void goPostCopy() {
    postCopy = true;
    left += changed;
    changed = 0;
    dirtyBytesPerSecond = 0;
    downtimeMillis = SWITCH_MILLIS;
  }

  boolean postCopy() {
    return postCopy;
  }

  void abort() {
    aborted = true;
  }

  boolean aborted() {
    return aborted;
  }

  void limit(long bytesPerSecond) {
    limit = bytesPerSecond;
  }

  void maxDowntime(Duration most) {
    maxDowntimeMillis = most.toMillis();
  }

  private long rate() {
    return limit > 0 ? Math.min(limit, LINE_BYTES_PER_SECOND) : LINE_BYTES_PER_SECOND;
  }

  private static long during(long bytesPerSecond, long millis) {
    return bytesPerSecond * millis / 1000;
  }

  private long millisOf(long bytes) {
    return bytes * 1000 / rate();
  }

  Job job(boolean incoming) {
    return new Job(
        incoming,
        postCopy,
        diskDone,
        diskBytes,
        memoryDone,
        left,
        memoryBytes,
        pass > 0 ? rate() : 0,
        pass == 0 ? rate() : 0,
        pass > 0 ? dirtyBytesPerSecond : -1,
        pass,
        pass > 0 && !postCopy ? millisOf(left + changed) : -1);
  }

  Completed completed() {
    return new Completed(tookMillis, downtimeMillis, memoryDone, diskDone);
  }
}
