package dev.pilothouse.fleet.operation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a migration is to be done.
 *
 * @param bytesPerSecond at most, for memory and disks alike; 0 for no limit
 * @param maxDowntime how long the guest may stand still at the end; null for libvirt's own (300 ms)
 * @param autoConverge whether a guest that dirties memory faster than the line carries it is slowed
 *     down
 * @param postCopy whether it may go over to post-copy, by hand or when one pass over the memory was
 *     not enough
 * @param compress whether memory is compressed on its way
 * @param offline whether only a stopped VM is meant: one that runs is refused
 * @param timeout after which it is cancelled; null for never
 */
public record MigrationOptions(
    long bytesPerSecond,
    @Nullable Duration maxDowntime,
    boolean autoConverge,
    boolean postCopy,
    boolean compress,
    boolean offline,
    @Nullable Duration timeout) {
  public static MigrationOptions standard() {
    return new MigrationOptions(0, null, false, false, false, false, null);
  }
}
