package dev.pilothouse.agent.operation.snapshot;

import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Snapshot;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks at a VM's snapshots. */
final class Trees {
  /** Merging a large disk takes as long as copying it; then somebody should look. */
  private static final Duration WORKS_AT_MOST = Duration.ofMinutes(30);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private Trees() {}

  static Snapshot.Tree of(Work work, VmRef vm) {
    return work.hypervisor().snapshots().of(vm.uuid());
  }

  /** After an outage: once libvirt has ended what it may still be doing for an earlier order. */
  static Snapshot.Tree onceQuiet(Work work, VmRef vm) {
    Instant until = work.now().plus(WORKS_AT_MOST);
    while (work.hypervisor().snapshots().busy(vm.uuid()) && work.now().isBefore(until)) {
      work.progress(-1, "libvirt is still at work on the VM");
      work.await(LOOK_EVERY);
    }
    return of(work, vm);
  }

  static Optional<Snapshot> find(Snapshot.Tree tree, String name) {
    return tree.snapshots().stream().filter(s -> s.name().equals(name)).findFirst();
  }

  static Snapshot require(Snapshot.Tree tree, String name) {
    return find(tree, name)
        .orElseThrow(
            () ->
                new OperationException(
                    new Failure(
                        ErrorCode.NOT_FOUND,
                        "The VM has no snapshot '" + name + "'.",
                        "Look at its snapshots with 'snapshot list'.")));
  }

  static String current(Snapshot.Tree tree) {
    return tree.snapshots().stream()
        .filter(Snapshot::current)
        .map(Snapshot::name)
        .findFirst()
        .orElse("");
  }

  /** All that were taken after it, in whatever branch. */
  static List<Snapshot> following(Snapshot.Tree tree, String name) {
    Set<String> reached = new LinkedHashSet<>(List.of(name));
    List<Snapshot> following = new ArrayList<>();
    boolean grew = true;
    while (grew) {
      grew = false;
      for (Snapshot each : tree.snapshots()) {
        if (reached.contains(each.parent()) && reached.add(each.name())) {
          following.add(each);
          grew = true;
        }
      }
    }
    return following;
  }

  /** Such as {@code s1, s2}. */
  static String names(List<Snapshot> snapshots) {
    return String.join(", ", snapshots.stream().map(Snapshot::name).toList());
  }

  /** Whether this host's libvirt is at least that: {@code 9.9}. */
  static boolean libvirtIsAtLeast(Work work, int major, int minor) {
    String[] parts = work.hypervisor().facts().libvirtVersion().split("\\.");
    try {
      int has = Integer.parseInt(parts[0]);
      return has > major
          || (has == major && parts.length > 1 && Integer.parseInt(parts[1]) >= minor);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  static OperationException refused(ErrorCode code, String message, String hint) {
    return new OperationException(new Failure(code, message, hint));
  }
}
