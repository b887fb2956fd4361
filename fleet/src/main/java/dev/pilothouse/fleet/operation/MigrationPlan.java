package dev.pilothouse.fleet.operation;

import java.util.ArrayList;
import java.util.List;

/**
 * What a migration would do, as the agent of the host that the VM leaves found out.
 *
 * @param state of the VM now
 * @param memoryBytes that would travel; 0 for a stopped VM
 * @param linkBytesPerSecond what the way to the destination carries
 * @param linkKnownBy where that figure is from, such as {@code the last migration to h2}
 * @param dirtyBytesPerSecond how fast the guest changes its memory; negative when not measured
 * @param expectedMillis how long it would take
 * @param expectedDowntimeMillis how long the guest would stand still; 0 for a stopped VM
 * @param blockers what makes it impossible
 * @param warnings what a person should know before
 */
public record MigrationPlan(
    String from,
    String to,
    State state,
    List<DiskPlan> disks,
    long memoryBytes,
    long linkBytesPerSecond,
    String linkKnownBy,
    long dirtyBytesPerSecond,
    Convergence convergence,
    long expectedMillis,
    long expectedDowntimeMillis,
    List<Finding> blockers,
    List<Finding> warnings,
    Basis basis) {
  public MigrationPlan {
    disks = List.copyOf(disks);
    blockers = List.copyOf(blockers);
    warnings = List.copyOf(warnings);
  }

  /** Whether nothing stands in its way. */
  public boolean possible() {
    return blockers.isEmpty();
  }

  /** Memory and disks together. */
  public long bytes() {
    return memoryBytes + disks.stream().mapToLong(DiskPlan::bytes).sum();
  }

  /** How the VM is when it leaves. */
  public enum State {
    RUNNING,
    PAUSED,
    STOPPED
  }

  /** Whether copying memory ever catches up with the guest. */
  public enum Convergence {
    /** A stopped or paused VM changes nothing. */
    NOT_NEEDED,
    YES,
    /** It needs auto-converge or post-copy, or more bandwidth. */
    NO,
    UNKNOWN
  }

  /** How a disk or medium travels. */
  public enum Travel {
    /** Both hosts see the same file or device: it stays where it is. */
    SHARED,
    /** All of it is copied. */
    COPIED,
    /** Only the overlay is copied: what lies beneath it is there already. */
    OVERLAY,
    /** The overlay, and what lies beneath it because the destination lacks it. */
    OVERLAY_AND_BASE
  }

  /**
   * One disk, or the medium in a drive.
   *
   * @param bytes that would travel
   */
  public record DiskPlan(String target, String source, Travel travel, long bytes) {}

  /** Something that was found, and what to do about it. */
  public record Finding(String what, String toDo) {}

  /**
   * What the plan was made of.
   *
   * @param state in the words of {@link State}
   * @param disks each as {@code vda=/path}
   * @param snapshots their names
   * @param definition a digest of the definition
   */
  public record Basis(
      State state,
      long memoryBytes,
      List<String> disks,
      List<String> snapshots,
      String definition) {
    public Basis {
      disks = List.copyOf(disks);
      snapshots = List.copyOf(snapshots);
    }

    /** What is otherwise now, for people; empty when nothing is. */
    public List<String> changedTo(Basis now) {
      List<String> changes = new ArrayList<>();
      if (state != now.state) {
        changes.add("it is " + word(now.state) + " now, and was " + word(state));
      }
      if (memoryBytes != now.memoryBytes) {
        changes.add("its memory is another");
      }
      now.disks.stream()
          .filter(disk -> !disks.contains(disk))
          .forEach(disk -> changes.add("disk " + disk + " is new"));
      disks.stream()
          .filter(disk -> !now.disks.contains(disk))
          .forEach(disk -> changes.add("disk " + disk + " is gone"));
      if (!snapshots.equals(now.snapshots)) {
        changes.add("its snapshots are others");
      }
      if (changes.isEmpty() && !definition.equals(now.definition)) {
        changes.add("its definition was changed");
      }
      return changes;
    }

    private static String word(State state) {
      return switch (state) {
        case RUNNING -> "running";
        case PAUSED -> "paused";
        case STOPPED -> "stopped";
      };
    }
  }
}
