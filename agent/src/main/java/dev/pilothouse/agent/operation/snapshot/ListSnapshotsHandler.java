package dev.pilothouse.agent.operation.snapshot;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Snapshot;
import dev.pilothouse.fleet.operation.SnapshotOperation;
import dev.pilothouse.fleet.wire.Codec;
import java.util.Map;

/** Reads a VM's snapshots. */
record ListSnapshotsHandler(SnapshotOperation.ListSnapshots operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    Snapshot.Tree tree = work.hypervisor().snapshots().of(operation.vm().uuid());
    return Outcome.succeeded(
        "read in " + work.took(), new Codec().write(Snapshot.Tree.class, tree));
  }

  @Override
  public Finding settle(Work work) {
    return new Finding.NotDone();
  }
}
