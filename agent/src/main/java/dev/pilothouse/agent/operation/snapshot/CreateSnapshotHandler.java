package dev.pilothouse.agent.operation.snapshot;

import dev.pilothouse.agent.hypervisor.Snapshots;
import dev.pilothouse.agent.hypervisor.Snapshots.NewSnapshot;
import dev.pilothouse.agent.image.Rate;
import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Snapshot;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.SnapshotOperation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes a snapshot. Proof: whether it is listed, and whether its files are there. */
record CreateSnapshotHandler(SnapshotOperation.CreateSnapshot operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    if (Trees.find(Trees.of(work, operation.vm()), operation.name()).isPresent()) {
      throw Trees.refused(
          ErrorCode.NAME_TAKEN,
          "The VM has a snapshot '" + operation.name() + "' already.",
          "Choose another name.");
    }
    NewSnapshot snapshot = SnapshotPlan.of(work, operation);
    List<String> files = Leftovers.files(snapshot);
    for (String file : files) {
      if (work.hypervisor().storage().volume(file).isPresent()) {
        throw Trees.refused(
            ErrorCode.NAME_TAKEN,
            "The file " + file + " is there already.",
            "Choose another name for the snapshot, or move that file away.");
      }
    }
    return files.isEmpty() ? Map.of() : Map.of(Leftovers.FILES, String.join("\n", files));
  }

  @Override
  public Outcome carryOut(Work work) {
    NewSnapshot snapshot = SnapshotPlan.of(work, operation);
    work.progress(
        -1, snapshot.memory() ? "saving memory and disks" : "taking the snapshot of the disks");
    try {
      Watched.run(
          () -> work.hypervisor().snapshots().create(operation.vm().uuid(), snapshot),
          () -> look(work, snapshot));
    } catch (OperationException e) {
      ErrorCode code = e.failure().code();
      if (!work.cancelRequested()
          || code == ErrorCode.HYPERVISOR_LOST
          || code == ErrorCode.HYPERVISOR_SILENT) {
        throw e;
      }
      return switch (Leftovers.cleared(work, operation.vm())) {
        case Finding.NotDone n ->
            Outcome.cancelled("Cancelled; no snapshot was taken, and the VM goes on.");
        case Finding.Settled settled -> settled.outcome();
      };
    }
    if (work.cancelRequested() && !snapshot.external()) {
      work.progress(-1, "removing it again");
      work.hypervisor().snapshots().delete(operation.vm().uuid(), operation.name(), false);
      return Outcome.cancelled("Cancelled; the snapshot is gone again.");
    }
    return taken(work, "taken in " + work.took());
  }

  /** QEMU tells how far it is, and can be stopped, while it writes memory into a file. */
  private void look(Work work, NewSnapshot snapshot) {
    if (snapshot.memoryFile() == null) {
      if (work.cancelRequested()) {
        work.progress(-1, "taking it; it will be removed at its end");
      }
      return;
    }
    Optional<Snapshots.Saving> saving = work.hypervisor().snapshots().saving(operation.vm().uuid());
    if (saving.isEmpty()) {
      return;
    }
    if (work.cancelRequested()) {
      work.hypervisor().snapshots().abort(operation.vm().uuid());
      return;
    }
    Snapshots.Saving now = saving.get();
    work.progress(
        Math.clamp(100 * now.doneBytes() / Math.max(1, now.allBytes()), 0, 99),
        "saving memory: " + Rate.bytes(now.doneBytes()) + " of " + Rate.bytes(now.allBytes()));
  }

  private Outcome taken(Work work, String how) {
    int chain = Trees.of(work, operation.vm()).chain();
    return Outcome.succeeded(
        chain >= Snapshot.LONG_CHAIN
            ? how
                + "; its chain has "
                + chain
                + " snapshots now, which slows the disks: delete those that are not needed"
            : how,
        operation.name());
  }

  @Override
  public Finding settle(Work work) {
    Snapshot.Tree tree = Trees.onceQuiet(work, operation.vm());
    return Trees.find(tree, operation.name()).isPresent()
        ? new Finding.Settled(taken(work, "found taken"))
        : Leftovers.cleared(work, operation.vm());
  }
}
