package dev.pilothouse.agent.operation.snapshot;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Snapshot;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.SnapshotOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Forgets a snapshot; what changed since is merged. Proof: whether it is still there. */
record DeleteSnapshotHandler(SnapshotOperation.DeleteSnapshot operation) implements Handler {
  private static final String GOING = "going";

  @Override
  public Map<String, String> look(Work work) {
    work.vm(operation.vm());
    Snapshot.Tree tree = Trees.of(work, operation.vm());
    Snapshot wanted = Trees.require(tree, operation.name());
    List<Snapshot> going = new ArrayList<>(List.of(wanted));
    if (operation.children()) {
      going.addAll(Trees.following(tree, operation.name()));
    }
    refuseWhatLibvirtWill(work, tree, going);
    return Map.of(GOING, String.join("\n", going.stream().map(Snapshot::name).toList()));
  }

  /** qemuSnapshotDeleteValidate of libvirt 9. */
  private void refuseWhatLibvirtWill(Work work, Snapshot.Tree tree, List<Snapshot> going) {
    List<Snapshot> external = going.stream().filter(Snapshot::external).toList();
    if (external.isEmpty()) {
      return;
    }
    if (!Trees.libvirtIsAtLeast(work, 9, 0)) {
      throw Trees.refused(
          ErrorCode.UNSUPPORTED,
          "Snapshot "
              + Trees.names(external)
              + " is external, and libvirt "
              + work.hypervisor().facts().libvirtVersion()
              + " cannot merge such.",
          "libvirt 9.0 and newer can.");
    }
    if (external.size() < going.size()) {
      throw Trees.refused(
          ErrorCode.UNSUPPORTED,
          "Internal and external snapshots cannot be deleted in one go.",
          "Delete them one by one, the newest first.");
    }
    Snapshot first = external.getFirst();
    boolean onInternal =
        Trees.find(tree, first.parent()).map(parent -> !parent.external()).orElse(false);
    if (onInternal) {
      throw Trees.refused(
          ErrorCode.UNSUPPORTED,
          "Snapshot "
              + first.name()
              + " is external and stands on "
              + first.parent()
              + ", an internal one; libvirt cannot merge that.",
          "Delete " + first.parent() + " first if it is not needed.");
    }
  }

  @Override
  public Outcome carryOut(Work work) {
    work.progress(-1, "merging what changed since");
    work.hypervisor()
        .snapshots()
        .delete(operation.vm().uuid(), operation.name(), operation.children());
    return Outcome.succeeded("deleted in " + work.took());
  }

  @Override
  public Finding settle(Work work) {
    Snapshot.Tree tree = Trees.onceQuiet(work, operation.vm());
    String noted = work.noted(GOING);
    List<String> going = noted == null ? List.of(operation.name()) : List.of(noted.split("\n"));
    List<String> left = going.stream().filter(name -> Trees.find(tree, name).isPresent()).toList();
    if (left.isEmpty()) {
      return new Finding.Settled(Outcome.succeeded("found deleted"));
    }
    return left.size() == going.size()
        ? new Finding.NotDone()
        : new Finding.Settled(
            Outcome.interrupted(
                ErrorCode.HYPERVISOR_LOST,
                "It was broken off in the middle; still there: " + String.join(", ", left) + ".",
                "Delete those that are left."));
  }
}
