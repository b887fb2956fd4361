package dev.pilothouse.fleet.operation;

import java.util.List;

/**
 * How far a migration is, a few times a second.
 *
 * @param diskDoneBytes of {@code diskBytes}
 * @param memoryDoneBytes sent so far; more than {@code memoryBytes} when pages were sent again
 * @param memoryLeftBytes of the pass that is under way
 * @param bytesPerSecond sent now
 * @param dirtyBytesPerSecond changed by the guest; negative when not known
 * @param pass over the memory, from 1; 0 before the first
 * @param expectedDowntimeMillis if it went over now; negative when not known
 * @param leftMillis until it is done, at this rate; negative when not known
 * @param limitBytesPerSecond that is set now; 0 for none
 * @param maxDowntimeMillis that is set now
 * @param rates of the last looks in bytes a second, oldest first, a look being half a second
 */
public record MigrationFigures(
    Phase phase,
    long diskDoneBytes,
    long diskBytes,
    long memoryDoneBytes,
    long memoryLeftBytes,
    long memoryBytes,
    long bytesPerSecond,
    long dirtyBytesPerSecond,
    int pass,
    long expectedDowntimeMillis,
    long leftMillis,
    long limitBytesPerSecond,
    long maxDowntimeMillis,
    List<Long> rates) {
  public MigrationFigures {
    rates = List.copyOf(rates);
  }

  /** What a migration is at. */
  public enum Phase {
    CHECKING,
    /** Files beneath the disks, media, and the disks of a stopped VM. */
    COPYING_FILES,
    DISKS,
    MEMORY,
    /** The guest stands still. */
    SWITCHING,
    /** It runs at its destination, and the rest of its memory follows. */
    POST_COPY,
    /** It is there; leftovers are removed. */
    FINISHING,
    /** Something died in between: which host has it is being found out. */
    FINDING_OUT
  }
}
