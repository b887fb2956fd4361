package dev.pilothouse.agent.operation.disk;

import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.fleet.operation.DiskOperation;

/** Who carries out which operation on disks. */
public final class DiskHandlers {
  private DiskHandlers() {}

  public static Handler of(DiskOperation operation) {
    return switch (operation) {
      case DiskOperation.CreateDisk o -> new CreateDiskHandler(o);
      case DiskOperation.AttachDisk o -> new AttachDiskHandler(o);
      case DiskOperation.DetachDisk o -> new DetachDiskHandler(o);
      case DiskOperation.GrowDisk o -> new GrowDiskHandler(o);
      case DiskOperation.MoveDisk o -> new MoveDiskHandler(o);
    };
  }
}
