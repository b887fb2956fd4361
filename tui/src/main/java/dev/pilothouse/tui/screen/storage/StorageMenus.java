package dev.pilothouse.tui.screen.storage;

import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VolumeUse;
import dev.pilothouse.fleet.operation.DiskOperation;
import dev.pilothouse.fleet.operation.StorageOperation;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Menu;
import dev.pilothouse.tui.screen.dialog.OperationChoice;
import java.util.ArrayList;
import java.util.List;

/** What Enter opens on a pool, a volume or a disk: what can be done, and why not. */
final class StorageMenus {
  private StorageMenus() {}

  static Screen pool(StorageScreen.Place place, World world) {
    String host = place.host();
    Pool pool = place.pool();
    String name = pool.name();
    String active = pool.active() ? "already active" : "";
    String inactive = pool.active() ? "" : "not active";
    List<Menu.Choice> choices = new ArrayList<>();
    choices.add(
        OperationChoice.of(
            "s", "Start", active, new StorageOperation.StartPool(host, name), name, world));
    choices.add(
        OperationChoice.of(
            "t", "Stop", inactive, new StorageOperation.StopPool(host, name), name, world));
    choices.add(
        OperationChoice.of(
            "r", "Refresh", inactive, new StorageOperation.RefreshPool(host, name), name, world));
    choices.add(
        OperationChoice.of(
            "a",
            pool.autostart() ? "Autostart off" : "Autostart on",
            pool.persistent() ? "" : "it has no definition",
            new StorageOperation.SetPoolAutostart(host, name, !pool.autostart()),
            name,
            world));
    choices.add(
        OperationChoice.of(
            "x",
            "Delete definition",
            "",
            new StorageOperation.DeletePool(host, name),
            name,
            world));
    return Menu.of("Pool " + name + " on " + host, choices);
  }

  static Screen volume(VolumeUse use, World world) {
    String used = use.used() ? "in use: " + StorageScreen.users(use) : "";
    return Menu.of(
        use.name() + " on " + use.host(),
        List.of(
            OperationChoice.of(
                "x",
                "Delete the volume and its data",
                used,
                new StorageOperation.DeleteVolume(
                    use.host(), use.pool().name(), use.volume().name()),
                use.name(),
                world)));
  }

  /** A question before a disk is detached. */
  static Effect detach(Vm vm, String target, String source) {
    DiskOperation operation =
        new DiskOperation.DetachDisk(vm.ref(), target, source, DiskOperation.DetachDisk.PATIENCE);
    return OperationChoice.asked(operation, vm.name(), "Detach " + target);
  }
}
