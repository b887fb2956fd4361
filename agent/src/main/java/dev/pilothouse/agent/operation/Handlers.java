package dev.pilothouse.agent.operation;

import dev.pilothouse.agent.operation.console.OpenConsoleHandler;
import dev.pilothouse.agent.operation.create.CreationHandlers;
import dev.pilothouse.agent.operation.definition.DefineVmHandler;
import dev.pilothouse.agent.operation.definition.DeleteVmHandler;
import dev.pilothouse.agent.operation.definition.EditVmHandler;
import dev.pilothouse.agent.operation.definition.ReadXmlHandler;
import dev.pilothouse.agent.operation.definition.RenameVmHandler;
import dev.pilothouse.agent.operation.definition.SetAutostartHandler;
import dev.pilothouse.agent.operation.disk.DiskHandlers;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.host.HostHandlers;
import dev.pilothouse.agent.operation.image.ImageHandlers;
import dev.pilothouse.agent.operation.migration.MigrationHandlers;
import dev.pilothouse.agent.operation.network.NetworkHandlers;
import dev.pilothouse.agent.operation.nic.NicHandlers;
import dev.pilothouse.agent.operation.power.ForceOffVmHandler;
import dev.pilothouse.agent.operation.power.PauseVmHandler;
import dev.pilothouse.agent.operation.power.RebootVmHandler;
import dev.pilothouse.agent.operation.power.ResetVmHandler;
import dev.pilothouse.agent.operation.power.ResumeVmHandler;
import dev.pilothouse.agent.operation.power.ShutdownVmHandler;
import dev.pilothouse.agent.operation.power.StartVmHandler;
import dev.pilothouse.agent.operation.reach.ReachHandlers;
import dev.pilothouse.agent.operation.settings.SettingsHandlers;
import dev.pilothouse.agent.operation.snapshot.SnapshotHandlers;
import dev.pilothouse.agent.operation.storage.StorageHandlers;
import dev.pilothouse.agent.operation.trash.TrashHandlers;
import dev.pilothouse.fleet.operation.ConsoleOperation;
import dev.pilothouse.fleet.operation.CreationOperation;
import dev.pilothouse.fleet.operation.DiskOperation;
import dev.pilothouse.fleet.operation.HostOperation;
import dev.pilothouse.fleet.operation.ImageOperation;
import dev.pilothouse.fleet.operation.MakeImage;
import dev.pilothouse.fleet.operation.MigrationOperation;
import dev.pilothouse.fleet.operation.NetworkOperation;
import dev.pilothouse.fleet.operation.NicOperation;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.ReachOperation;
import dev.pilothouse.fleet.operation.SettingsOperation;
import dev.pilothouse.fleet.operation.SnapshotOperation;
import dev.pilothouse.fleet.operation.StorageOperation;
import dev.pilothouse.fleet.operation.TrashOperation;

/** Who carries out what; a new operation does not compile until it stands here. */
final class Handlers {
  private Handlers() {}

  static Handler of(Operation operation, RunnerSettings settings) {
    return switch (operation) {
      case Operation.StartVm o -> new StartVmHandler(o);
      case Operation.ShutdownVm o -> new ShutdownVmHandler(o);
      case Operation.RebootVm o -> new RebootVmHandler(o);
      case Operation.ResetVm o -> new ResetVmHandler(o);
      case Operation.ForceOffVm o -> new ForceOffVmHandler(o);
      case Operation.PauseVm o -> new PauseVmHandler(o);
      case Operation.ResumeVm o -> new ResumeVmHandler(o);
      case Operation.SetAutostart o -> new SetAutostartHandler(o);
      case Operation.RenameVm o -> new RenameVmHandler(o);
      case Operation.DeleteVm o -> new DeleteVmHandler(o);
      case Operation.DefineVm o -> new DefineVmHandler(o);
      case Operation.EditVm o -> new EditVmHandler(o);
      case Operation.ReadXml o -> new ReadXmlHandler(o);
      case ImageOperation o -> ImageHandlers.of(o, settings.policy().images());
      case MakeImage o -> ImageHandlers.of(o, settings.policy().images());
      case NetworkOperation o -> NetworkHandlers.of(o);
      case DiskOperation o -> DiskHandlers.of(o);
      case NicOperation o -> NicHandlers.of(o);
      case StorageOperation o -> StorageHandlers.of(o);
      case SettingsOperation o -> SettingsHandlers.of(o);
      case SnapshotOperation o -> SnapshotHandlers.of(o);
      case CreationOperation o -> CreationHandlers.of(o);
      case TrashOperation o -> TrashHandlers.of(o);
      case MigrationOperation o -> MigrationHandlers.of(o);
      case HostOperation o -> HostHandlers.of(o);
      case ConsoleOperation.OpenConsole o -> new OpenConsoleHandler(o);
      case ReachOperation o -> ReachHandlers.of(o);
    };
  }
}
