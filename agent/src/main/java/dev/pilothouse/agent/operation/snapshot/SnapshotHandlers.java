package dev.pilothouse.agent.operation.snapshot;

import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.fleet.operation.SnapshotOperation;

/** Who carries out what of {@link SnapshotOperation}. */
public final class SnapshotHandlers {
  private SnapshotHandlers() {}

  public static Handler of(SnapshotOperation operation) {
    return switch (operation) {
      case SnapshotOperation.ListSnapshots o -> new ListSnapshotsHandler(o);
      case SnapshotOperation.CreateSnapshot o -> new CreateSnapshotHandler(o);
      case SnapshotOperation.RevertSnapshot o -> new RevertSnapshotHandler(o);
      case SnapshotOperation.DeleteSnapshot o -> new DeleteSnapshotHandler(o);
    };
  }
}
