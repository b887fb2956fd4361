package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.Inventory;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmCopy;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.ConsoleOperation;
import dev.pilothouse.fleet.operation.CreationOperation;
import dev.pilothouse.fleet.operation.DiskOperation;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.HostOperation;
import dev.pilothouse.fleet.operation.ImageOperation;
import dev.pilothouse.fleet.operation.MakeImage;
import dev.pilothouse.fleet.operation.MigrationOperation;
import dev.pilothouse.fleet.operation.NetworkOperation;
import dev.pilothouse.fleet.operation.NicOperation;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.ReachOperation;
import dev.pilothouse.fleet.operation.SettingsOperation;
import dev.pilothouse.fleet.operation.SnapshotOperation;
import dev.pilothouse.fleet.operation.StorageOperation;
import dev.pilothouse.fleet.operation.TrashOperation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a hypervisor does, on VMs that are only values. Thread-safe. */
final class FakeDomains {
  private static final Pattern NAME = Pattern.compile("<name>([^<]*)</name>");

  private final String host;
  private final FakeInventory inventory;
  private final Map<UUID, Vm> vms = new HashMap<>();
  private final FakeSnapshots snapshots = new FakeSnapshots();
  private final Map<UUID, Vm> trash = new HashMap<>();
  private final BiConsumer<String, Vm> sends;

  /** What an operation did. */
  record Outcome(List<FleetEvent> events, @Nullable String result) {}

  /**
   * @param sends brings a VM to the host of that name
   */
  FakeDomains(String host, List<Vm> vms, BiConsumer<String, Vm> sends) {
    this.host = host;
    this.sends = sends;
    this.inventory = new FakeInventory(host);
    vms.forEach(this::put);
  }

  synchronized List<Vm> all() {
    return List.copyOf(vms.values());
  }

  synchronized Inventory inventory() {
    return inventory.inventory();
  }

  synchronized void put(Vm vm) {
    vms.put(vm.ref().uuid(), vm);
  }

  synchronized void remove(VmRef ref) {
    vms.remove(ref.uuid());
  }

  void send(String to, Vm vm) {
    sends.accept(to, vm);
  }

  synchronized Outcome execute(Operation operation, Instant now) {
    return switch (operation) {
      case Operation.StartVm o -> from(o.vm(), VmState.SHUT_OFF, VmState.RUNNING, "booted", now);
      case Operation.ShutdownVm o ->
          from(o.vm(), VmState.RUNNING, VmState.SHUT_OFF, "shutdown", null);
      case Operation.RebootVm o -> from(o.vm(), VmState.RUNNING, VmState.RUNNING, "booted", now);
      case Operation.ResetVm o -> from(o.vm(), VmState.RUNNING, VmState.RUNNING, "booted", now);
      case Operation.ForceOffVm o -> {
        if (!vm(o.vm()).state().active()) {
          throw wrongState(vm(o.vm()));
        }
        yield changed(with(vm(o.vm()), VmState.SHUT_OFF, "destroyed", null));
      }
      case Operation.PauseVm o -> {
        Vm vm = vm(o.vm());
        yield from(o.vm(), VmState.RUNNING, VmState.PAUSED, "user", vm.startedAt());
      }
      case Operation.ResumeVm o -> {
        Vm vm = vm(o.vm());
        yield from(o.vm(), VmState.PAUSED, VmState.RUNNING, "unpaused", vm.startedAt());
      }
      case Operation.SetAutostart o -> changed(VmCopy.of(vm(o.vm())).autostart(o.on()).build());
      case Operation.RenameVm o -> {
        checkFree(o.newName());
        yield changed(VmCopy.of(vm(o.vm())).name(o.newName()).build());
      }
      case Operation.DeleteVm o -> {
        String xml = xml(vm(o.vm()));
        vms.remove(o.vm().uuid());
        yield new Outcome(List.of(new FleetEvent.VmGone(o.vm())), xml);
      }
      case Operation.DefineVm o -> made(name(o.xml()));
      case Operation.EditVm o -> {
        if (!o.base().equals(xml(vm(o.vm())))) {
          throw new OperationException(
              ErrorCode.CHANGED_MEANWHILE, "The definition is another by now.");
        }
        yield changed(VmCopy.of(vm(o.vm())).name(name(o.xml())).build());
      }
      case Operation.ReadXml o -> new Outcome(List.of(), xml(vm(o.vm())));
      case ImageOperation o -> inventory.execute(o);
      case MakeImage o -> new Outcome(List.of(), "/images/" + vm(o.vm()).name());
      case NetworkOperation o -> inventory.execute(o);
      case DiskOperation o -> disks(o);
      case NicOperation o -> changed(FakeNics.execute(vm(o.vm()), o));
      case StorageOperation o -> new Outcome(List.of(), null);
      case SettingsOperation.SetVm o -> changed(FakeSettings.set(vm(o.vm()), o.wanted()));
      case SettingsOperation.SetDisk o -> changed(FakeSettings.disk(vm(o.vm()), o));
      case SettingsOperation.ChangeMedium o ->
          changed(FakeSettings.medium(vm(o.vm()), o.drive(), o.source()));
      case SnapshotOperation o -> new Outcome(List.of(), snapshots.execute(o, now));
      case TrashOperation.TrashVm o -> {
        Vm vm = vm(o.vm());
        vms.remove(o.vm().uuid());
        trash.put(o.vm().uuid(), vm);
        yield new Outcome(List.of(new FleetEvent.VmGone(o.vm())), null);
      }
      case TrashOperation.RestoreVm o -> changed(trashed(o.vm()));
      case TrashOperation.PurgeVm o -> {
        trashed(o.vm());
        yield new Outcome(List.of(), null);
      }
      case CreationOperation.CreateVm o -> made(o.spec().name());
      case CreationOperation.PreviewVm o ->
          new Outcome(List.of(), "<domain><name>" + o.spec().name() + "</name></domain>\n");
      case CreationOperation.CloneVm o -> made(o.newName());
      case MigrationOperation o -> FakeMigrations.execute(this, o);
      case HostOperation o -> new Outcome(List.of(), null);
      case ConsoleOperation o -> new Outcome(List.of(), null);
      case ReachOperation o -> new Outcome(List.of(), null);
    };
  }

  private Outcome disks(DiskOperation operation) {
    Vm vm = vm(operation.vm());
    List<Disk> disks = new ArrayList<>(vm.disks());
    switch (operation) {
      case DiskOperation.CreateDisk o ->
          disks.add(new Disk("vdb", "virtio", "disk", o.volume().name(), "qcow2", false));
      case DiskOperation.AttachDisk o ->
          disks.add(new Disk("vdb", "virtio", "disk", o.source(), "qcow2", false));
      case DiskOperation.DetachDisk o -> disks.removeIf(disk -> disk.source().equals(o.source()));
      case DiskOperation.GrowDisk o -> {}
      case DiskOperation.MoveDisk o ->
          disks.replaceAll(
              disk ->
                  disk.target().equals(o.disk())
                      ? new Disk(
                          disk.target(),
                          disk.bus(),
                          disk.device(),
                          "/" + o.pool() + "/" + o.volume(),
                          disk.format(),
                          disk.readOnly())
                      : disk);
    }
    return changed(VmCopy.of(vm).disks(disks).build());
  }

  /** What {@code ReadXml} answers. */
  static String xml(Vm vm) {
    return "<domain type='test'>\n  <name>%s</name>\n  <uuid>%s</uuid>\n</domain>\n"
        .formatted(vm.name(), vm.ref().uuid());
  }

  private Outcome from(
      VmRef ref, VmState needed, VmState then, String reason, @Nullable Instant startedAt) {
    Vm vm = vm(ref);
    if (vm.state() != needed) {
      throw wrongState(vm);
    }
    return changed(with(vm, then, reason, startedAt));
  }

  private Outcome changed(Vm vm) {
    put(vm);
    return new Outcome(List.of(new FleetEvent.VmChanged(vm)), null);
  }

  private Vm trashed(VmRef ref) {
    Vm vm = trash.remove(ref.uuid());
    if (vm == null) {
      throw new OperationException(ErrorCode.NOT_FOUND, "There is no " + ref + " in the trash.");
    }
    return vm;
  }

  private Outcome made(String name) {
    checkFree(name);
    Vm vm = Vms.vm(host, name).build();
    put(vm);
    return new Outcome(List.of(new FleetEvent.VmChanged(vm)), vm.ref().uuid().toString());
  }

  Vm vm(VmRef ref) {
    Vm vm = vms.get(ref.uuid());
    if (vm == null) {
      throw new OperationException(ErrorCode.NOT_FOUND, "There is no VM " + ref + ".");
    }
    return vm;
  }

  private void checkFree(String name) {
    if (vms.values().stream().anyMatch(vm -> vm.name().equals(name))) {
      throw new OperationException(ErrorCode.NAME_TAKEN, "There is a VM " + name + " already.");
    }
  }

  private static String name(String xml) {
    Matcher name = NAME.matcher(xml);
    if (!name.find()) {
      throw new OperationException(ErrorCode.BAD_INPUT, "The XML has no <name>.");
    }
    return name.group(1);
  }

  private static OperationException wrongState(Vm vm) {
    return new OperationException(
        ErrorCode.WRONG_STATE, "%s is %s.".formatted(vm.name(), vm.state().word()));
  }

  private static Vm with(Vm vm, VmState state, String reason, @Nullable Instant startedAt) {
    return VmCopy.of(vm).state(state, reason).startedAt(startedAt).build();
  }
}
