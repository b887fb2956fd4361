package dev.pilothouse.tui.screen.storage;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VolumeUse;
import dev.pilothouse.fleet.operation.DiskOperation;
import dev.pilothouse.fleet.operation.DiskOperation.How;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Form;
import dev.pilothouse.tui.screen.dialog.FormScreen;
import dev.pilothouse.tui.shell.output.Amounts;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Attaches a volume to a VM. */
record AttachForm(VmRef vm, String vmName) implements FormScreen.Purpose {
  private static final String VOLUME = "Volume";
  private static final String BUS = "Bus";
  private static final String ACCESS = "Access";
  private static final String CACHE = "Cache";
  private static final String AS_OTHERS = "as the other disks";
  private static final String USUAL = "as usual";

  static FormScreen of(Vm vm, World world) {
    List<String> names =
        VolumeUse.of(world.fleet(), vm.host()).stream().map(VolumeUse::name).toList();
    int free =
        VolumeUse.of(world.fleet(), vm.host()).stream()
            .map(VolumeUse::used)
            .toList()
            .indexOf(false);
    return new FormScreen(
        new AttachForm(vm.ref(), vm.name()),
        Form.of(
            new Form.Choice(VOLUME, names, Math.max(0, free)),
            Form.Choice.of(BUS, List.of(AS_OTHERS, "virtio", "scsi", "sata", "usb")),
            Form.Choice.of(ACCESS, List.of("read and write", "read only")),
            Form.Choice.of(CACHE, List.of(USUAL, "none", "writeback", "writethrough"))));
  }

  @Override
  public String title() {
    return "Attach a volume to " + vmName;
  }

  @Override
  public String word() {
    return "attach";
  }

  @Override
  public String about() {
    return "Now if it runs, and in its definition.";
  }

  private Optional<VolumeUse> use(Form form, World world) {
    return VolumeUse.of(world.fleet(), vm.host()).stream()
        .filter(use -> use.name().equals(form.value(VOLUME)))
        .findFirst();
  }

  @Override
  public String problem(Form form, World world) {
    Optional<VolumeUse> use = use(form, world);
    if (use.isEmpty()) {
      return "There is no volume on " + vm.host() + ".";
    }
    if (use.get().vms().stream().anyMatch(each -> each.ref().equals(vm))) {
      return "The VM has it already.";
    }
    if (use.get().used() && form.chosen(ACCESS) == 0) {
      return "In use by " + users(use.get()) + ": read only is possible.";
    }
    Vm now = world.fleet().vm(vm);
    boolean active = now != null && now.state().active();
    return active && form.value(BUS).equals("sata")
        ? "sata disks cannot be attached while the VM runs."
        : "";
  }

  private static String users(VolumeUse use) {
    return use.vms().isEmpty()
        ? use.overlays().getFirst().name()
        : use.vms().stream().map(Vm::name).collect(Collectors.joining(", "));
  }

  @Override
  public String sentence(Form form, World world) {
    return use(form, world)
        .map(use -> use.volume().format() + ", " + Amounts.bytes(use.volume().capacityBytes()))
        .orElse("");
  }

  @Override
  public Effect effect(Form form, World world) {
    String bus = form.chosen(BUS) == 0 ? "" : form.value(BUS);
    String cache = form.chosen(CACHE) == 0 ? "" : form.value(CACHE);
    String path = use(form, world).map(use -> use.volume().path()).orElse("");
    DiskOperation operation =
        new DiskOperation.AttachDisk(
            vm, path, "", new How("", bus, form.chosen(ACCESS) == 1, cache, "", 0, 0));
    return new Effect.Submit(
        operation.verb().title(), List.of(new Effect.Target(operation, vmName)), "");
  }
}
