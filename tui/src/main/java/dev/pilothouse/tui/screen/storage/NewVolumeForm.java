package dev.pilothouse.tui.screen.storage;

import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.DiskOperation;
import dev.pilothouse.fleet.operation.DiskOperation.How;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.StorageOperation;
import dev.pilothouse.fleet.operation.StorageOperation.VolumeSpec;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Form;
import dev.pilothouse.tui.screen.dialog.FormScreen;
import dev.pilothouse.tui.shell.output.Amounts;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a volume, as a new disk of a VM when there is one.
 *
 * @param vm null for a volume that is attached to nothing
 */
record NewVolumeForm(String host, @Nullable VmRef vm, String vmName) implements FormScreen.Purpose {
  private static final String SIZE = "Size";
  private static final String POOL = "Pool";
  private static final String NAME = "Name";
  private static final String FORMAT = "Format";
  private static final String SPACE = "Space";
  private static final List<String> SPACES = List.of("as it is written", "all of it now");

  /** A new disk of a VM, in the pool of its first one if that is known. */
  static FormScreen disk(Vm vm, List<Pool> pools, String first) {
    return of(new NewVolumeForm(vm.host(), vm.ref(), vm.name()), pools, first, name(vm, pools));
  }

  static FormScreen volume(String host, Pool pool, List<Pool> pools) {
    return of(new NewVolumeForm(host, null, ""), pools, pool.name(), "");
  }

  private static FormScreen of(NewVolumeForm form, List<Pool> pools, String first, String name) {
    List<String> names = pools.stream().filter(Pool::active).map(Pool::name).toList();
    return new FormScreen(
        form,
        Form.of(
            Form.Text.of(SIZE, ""),
            new Form.Choice(POOL, names, Math.max(0, names.indexOf(first))),
            Form.Text.of(NAME, name),
            Form.Choice.of(FORMAT, List.of("qcow2", "raw")),
            Form.Choice.of(SPACE, SPACES)));
  }

  private static String name(Vm vm, List<Pool> pools) {
    for (int i = 1; ; i++) {
      String name = vm.name() + "-" + i + ".qcow2";
      if (pools.stream()
          .flatMap(pool -> pool.volumes().stream())
          .noneMatch(volume -> volume.name().equals(name))) {
        return name;
      }
    }
  }

  @Override
  public String title() {
    return vm == null ? "New volume" : "New disk for " + vmName;
  }

  @Override
  public String word() {
    return "make it";
  }

  @Override
  public String about() {
    return vm == null ? "On " + host + "." : "A volume is made on " + host + " and attached.";
  }

  private Optional<Pool> pool(Form form, World world) {
    return world.fleet().inventory(host).pool(form.value(POOL));
  }

  private static boolean preallocate(Form form) {
    return form.chosen(SPACE) == 1;
  }

  @Override
  public String problem(Form form, World world) {
    Optional<Pool> pool = pool(form, world);
    if (pool.isEmpty()) {
      return "There is no active pool on " + host + ".";
    }
    if (pool.get().type().equals("logical") && form.value(FORMAT).equals("qcow2")) {
      return "Volumes of a logical pool are raw.";
    }
    String size = Sizes.problem(form.value(SIZE), pool.get(), preallocate(form));
    return size.isEmpty() ? Sizes.nameProblem(form.value(NAME), pool.get()) : size;
  }

  @Override
  public String sentence(Form form, World world) {
    String free = pool(form, world).map(pool -> Amounts.bytes(pool.availableBytes())).orElse("");
    return "The pool has " + free + " free.";
  }

  @Override
  public Effect effect(Form form, World world) {
    VolumeSpec spec =
        new VolumeSpec(
            form.value(POOL),
            form.value(NAME),
            form.value(FORMAT),
            ByteAmount.read(form.value(SIZE)),
            preallocate(form));
    Operation operation =
        vm == null
            ? new StorageOperation.CreateVolume(host, spec)
            : new DiskOperation.CreateDisk(vm, spec, How.ANY);
    String name = vm == null ? spec.shown() : vmName;
    return new Effect.Submit(
        operation.verb().title(), List.of(new Effect.Target(operation, name)), "");
  }
}
