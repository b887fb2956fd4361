package dev.pilothouse.agent.operation.migration.plan;

import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.MigrationPlan.Convergence;
import java.time.Duration;

/**
 * How long a migration takes, by QEMU's own rule: pass after pass over what the guest changed
 * meanwhile, until the rest goes over while it stands still.
 *
 * @param millis in all; without convergence, until it is plain that there is none
 * @param downtimeMillis while the guest stands still
 */
public record Forecast(Convergence convergence, long millis, long downtimeMillis) {
  /** What libvirt allows when nobody says. */
  public static final Duration USUAL_DOWNTIME = Duration.ofMillis(300);

  /** From the guest's last instruction here to its first there, beside the bytes. */
  private static final long SWITCH_MILLIS = 50;

  /** Preparing, connecting, starting QEMU there, and cleaning up. */
  private static final long AROUND_IT_MILLIS = 500;

  /** By then each pass is as long as the one before. */
  private static final int MOST_PASSES = 50;

  /** A guest that changes more than that share of what the line carries never ends by itself. */
  private static final double KEEPS_UP = 0.9;

  /**
   * @param memoryBytes of a VM that is active; 0 for one that is off
   * @param diskBytes to be copied
   * @param dirtyBytesPerSecond negative when it is not known; 0 for a paused guest
   * @param lineBytesPerSecond more than 0
   */
  public static Forecast of(
      long memoryBytes,
      long diskBytes,
      long dirtyBytesPerSecond,
      long lineBytesPerSecond,
      MigrationOptions options) {
    long limit = options.bytesPerSecond();
    long rate = limit > 0 ? Math.min(limit, lineBytesPerSecond) : lineBytesPerSecond;
    long most = (options.maxDowntime() == null ? USUAL_DOWNTIME : options.maxDowntime()).toMillis();
    long before = AROUND_IT_MILLIS + millis(diskBytes, rate);
    if (memoryBytes == 0) {
      return new Forecast(Convergence.NOT_NEEDED, before, 0);
    }
    if (dirtyBytesPerSecond == 0) {
      return new Forecast(
          Convergence.NOT_NEEDED, before + millis(memoryBytes, rate), SWITCH_MILLIS);
    }
    if (dirtyBytesPerSecond < 0) {
      return new Forecast(
          Convergence.UNKNOWN, before + millis(memoryBytes, rate), Math.min(most, SWITCH_MILLIS));
    }
    long passes = untilItFits(memoryBytes, dirtyBytesPerSecond, rate, most);
    if (passes >= 0) {
      long rest = rest(memoryBytes, dirtyBytesPerSecond, rate, most);
      long downtime = millis(rest, rate) + SWITCH_MILLIS;
      return new Forecast(Convergence.YES, before + passes + downtime, downtime);
    }
    if (options.postCopy()) {
      // One pass, then it goes over, and what it changed meanwhile follows.
      long changed = Math.min(memoryBytes, dirtyBytesPerSecond * millis(memoryBytes, rate) / 1000);
      return new Forecast(
          Convergence.YES, before + millis(memoryBytes + changed, rate), SWITCH_MILLIS);
    }
    return new Forecast(
        options.autoConverge() ? Convergence.YES : Convergence.NO,
        before + 2 * millis(memoryBytes, rate),
        most);
  }

  /**
   * How long until a migration under way is over.
   *
   * @param left bytes of the pass that is under way, and of disks
   * @return -1 when it does not end by itself, or nothing moves
   */
  public static long left(long left, long memoryBytes, long dirty, long rate, long mostDowntime) {
    if (rate <= 0) {
      return -1;
    }
    if (dirty <= 0) {
      return millis(left, rate);
    }
    long first = millis(left, rate);
    long changed = Math.min(memoryBytes, dirty * first / 1000);
    long more = untilItFits(changed, dirty, rate, mostDowntime);
    return more < 0 ? -1 : first + more;
  }

  /** Millis of all passes until what is left fits into the downtime; -1 when it never does. */
  private static long untilItFits(long bytes, long dirty, long rate, long most) {
    long sum = 0;
    long left = bytes;
    for (int pass = 0; pass < MOST_PASSES; pass++) {
      if (millis(left, rate) <= most) {
        return sum;
      }
      if (dirty > rate * KEEPS_UP) {
        return -1;
      }
      long took = millis(left, rate);
      sum += took;
      left = Math.min(bytes, dirty * took / 1000);
    }
    return -1;
  }

  private static long rest(long bytes, long dirty, long rate, long most) {
    long left = bytes;
    for (int pass = 0; pass < MOST_PASSES && millis(left, rate) > most; pass++) {
      left = Math.min(bytes, dirty * millis(left, rate) / 1000);
    }
    return left;
  }

  private static long millis(long bytes, long rate) {
    return (long) (bytes * 1000.0 / rate);
  }
}
