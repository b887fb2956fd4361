package dev.pilothouse.agent.operation.migration.plan;

import dev.pilothouse.fleet.model.Snapshot;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.List;
import java.util.stream.Collectors;

/** What of the VM itself stands in the way. */
final class VmChecks {
  private VmChecks() {}

  static List<Check> all() {
    return List.of(
        VmChecks::isHere,
        VmChecks::migratesAlready,
        VmChecks::runsThoughOfflineWasAsked,
        VmChecks::snapshots,
        VmChecks::stateInFilesOfItsHost);
  }

  private static void isHere(Survey on, Findings found) {
    if (on.vm().arriving()) {
      found.blocks(
          ErrorCode.WRONG_STATE,
          "It is only arriving here.",
          "Wait until it has arrived, or look which host it comes from with 'op list'.");
    }
  }

  private static void migratesAlready(Survey on, Findings found) {
    if (on.active() && migrates(on)) {
      found.blocks(
          ErrorCode.WRONG_STATE,
          "It migrates already.",
          "Wait for its end, or cancel it; 'virsh domjobabort' on the host ends one that is not"
              + " Pilothouse's.");
    }
  }

  private static boolean migrates(Survey on) {
    try {
      return on.work().hypervisor().migrations().job(on.vm().ref().uuid()).isPresent();
    } catch (OperationException e) {
      if (Peer.gaveNoAnswer(e)) {
        throw e;
      }
      return false;
    }
  }

  private static void runsThoughOfflineWasAsked(Survey on, Findings found) {
    if (on.options().offline() && on.active()) {
      found.blocks(
          ErrorCode.WRONG_STATE,
          "It is " + on.vm().state().word() + ", and only a stopped VM was meant.",
          "Shut it down first, or leave --offline out.");
    }
  }

  private static void snapshots(Survey on, Findings found) {
    if (!on.snapshots().isEmpty()) {
      found.blocks(
          ErrorCode.WRONG_STATE,
          "It has snapshots ("
              + on.snapshots().stream().map(Snapshot::name).collect(Collectors.joining(", "))
              + "), and libvirt migrates no VM that has.",
          "Delete them with 'snapshot delete'; its disks keep what they hold now.");
    }
  }

  /** QEMU sends both along with the memory; without memory nobody does. */
  private static void stateInFilesOfItsHost(Survey on, Findings found) {
    if (on.active() || !(on.kept().variables() || on.kept().tpm())) {
      return;
    }
    String what =
        on.kept().variables() && on.kept().tpm()
            ? "Its UEFI variables and its TPM lie"
            : on.kept().tpm() ? "Its TPM lies" : "Its UEFI variables lie";
    found.blocks(
        ErrorCode.UNSUPPORTED,
        what + " in files of this host, and a VM that is off would leave them behind.",
        "Start it, and migrate it while it runs.");
  }
}
