package dev.pilothouse.tui.screen.storage;

import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VolumeUse;
import dev.pilothouse.fleet.operation.DiskOperation;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.Permission;
import dev.pilothouse.fleet.operation.StorageOperation;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Confirm;
import dev.pilothouse.tui.screen.dialog.Menu;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
        choice("s", "Start", active, new StorageOperation.StartPool(host, name), name, world));
    choices.add(
        choice("t", "Stop", inactive, new StorageOperation.StopPool(host, name), name, world));
    choices.add(
        choice(
            "r", "Refresh", inactive, new StorageOperation.RefreshPool(host, name), name, world));
    choices.add(
        choice(
            "a",
            pool.autostart() ? "Autostart off" : "Autostart on",
            pool.persistent() ? "" : "it has no definition",
            new StorageOperation.SetPoolAutostart(host, name, !pool.autostart()),
            name,
            world));
    choices.add(
        choice(
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
            choice(
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
    return asked(operation, vm.name(), "Detach " + target);
  }

  private static Menu.Choice choice(
      String key, String label, String unfit, Operation operation, String name, World world) {
    Permission needed = operation.verb().permission();
    String disabled =
        world.who().may(needed)
            ? unfit
            : "needs the permission to " + needed.name().toLowerCase(Locale.ROOT);
    return new Menu.Choice(key, label, disabled, List.of(asked(operation, name, label)));
  }

  private static Effect asked(Operation operation, String name, String label) {
    Verb verb = operation.verb();
    Effect submit =
        new Effect.Submit(verb.title(), List.of(new Effect.Target(operation, name)), "");
    return switch (verb.risk()) {
      case READS, NONE -> submit;
      case SERVICE, DATA ->
          new Effect.Open(
              Confirm.of(
                  label,
                  List.of(operation.sentence(name), operation.inverse().said()),
                  "",
                  verb.risk() == Verb.Risk.DATA,
                  List.of(submit)));
    };
  }
}
