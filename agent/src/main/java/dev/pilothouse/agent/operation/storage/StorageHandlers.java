package dev.pilothouse.agent.operation.storage;

import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.fleet.operation.StorageOperation;

/** Who carries out which operation on storage. */
public final class StorageHandlers {
  private StorageHandlers() {}

  public static Handler of(StorageOperation operation) {
    return switch (operation) {
      case StorageOperation.CreatePool o -> new CreatePoolHandler(o);
      case StorageOperation.StartPool o -> new StartPoolHandler(o);
      case StorageOperation.StopPool o -> new StopPoolHandler(o);
      case StorageOperation.RefreshPool o -> new RefreshPoolHandler(o);
      case StorageOperation.SetPoolAutostart o -> new SetPoolAutostartHandler(o);
      case StorageOperation.DeletePool o -> new DeletePoolHandler(o);
      case StorageOperation.CreateVolume o -> new CreateVolumeHandler(o);
      case StorageOperation.DeleteVolume o -> new DeleteVolumeHandler(o);
    };
  }
}
