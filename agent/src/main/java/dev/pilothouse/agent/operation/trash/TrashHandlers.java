package dev.pilothouse.agent.operation.trash;

import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.fleet.operation.TrashOperation;

/** Who fills and empties the trash. */
public final class TrashHandlers {
  private TrashHandlers() {}

  public static Handler of(TrashOperation operation) {
    return switch (operation) {
      case TrashOperation.TrashVm o -> new TrashVmHandler(o);
      case TrashOperation.RestoreVm o -> new RestoreVmHandler(o);
      case TrashOperation.PurgeVm o -> new PurgeVmHandler(o);
    };
  }
}
