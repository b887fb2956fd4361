package dev.pilothouse.agent.operation.snapshot;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Snapshot;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.SnapshotOperation;
import java.util.List;
import java.util.Map;

/**
 * Puts a VM back to a snapshot. Proof: which snapshot is the current one; when it was that one
 * before already, nobody can tell.
 */
record RevertSnapshotHandler(SnapshotOperation.RevertSnapshot operation) implements Handler {
  private static final String CURRENT = "current-before";

  @Override
  public Map<String, String> look(Work work) {
    work.vm(operation.vm());
    Snapshot.Tree tree = Trees.of(work, operation.vm());
    Snapshot wanted = Trees.require(tree, operation.name());
    if (wanted.external() && !Trees.libvirtIsAtLeast(work, 9, 9)) {
      throw Trees.refused(
          ErrorCode.UNSUPPORTED,
          "Snapshot "
              + wanted.name()
              + " is external, and libvirt "
              + work.hypervisor().facts().libvirtVersion()
              + " cannot go back to such.",
          "libvirt 9.9 and newer can; or define a VM on the file that the disk had before.");
    }
    List<Snapshot> above =
        Trees.following(tree, operation.name()).stream().filter(Snapshot::external).toList();
    if (!wanted.external() && !above.isEmpty()) {
      throw Trees.refused(
          ErrorCode.WRONG_STATE,
          "Going back would break "
              + Trees.names(above)
              + ": external snapshots that stand on what would change.",
          "Delete those first.");
    }
    return Map.of(CURRENT, Trees.current(tree));
  }

  @Override
  public Outcome carryOut(Work work) {
    work.progress(-1, "going back to " + operation.name());
    work.hypervisor()
        .snapshots()
        .revert(operation.vm().uuid(), operation.name(), operation.start());
    String state = work.vm(operation.vm()).state().word();
    return Outcome.succeeded("back at " + operation.name() + " in " + work.took() + ", " + state);
  }

  @Override
  public Finding settle(Work work) {
    Snapshot.Tree tree = Trees.onceQuiet(work, operation.vm());
    String before = work.noted(CURRENT);
    String now = Trees.current(tree);
    if (now.equals(operation.name()) && !now.equals(before)) {
      return new Finding.Settled(Outcome.succeeded("found back at " + operation.name()));
    }
    if (now.equals(before) && !now.equals(operation.name())) {
      return new Finding.NotDone();
    }
    return new Finding.Settled(
        Outcome.interrupted(
            ErrorCode.HYPERVISOR_LOST,
            "Whether the VM went back to " + operation.name() + " cannot be told.",
            "Look at the guest; revert again if it is not as it was then."));
  }
}
