package dev.pilothouse.tui.screen.storage;

import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VolumeUse;
import dev.pilothouse.fleet.operation.DiskOperation.MoveDisk;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Form;
import dev.pilothouse.tui.screen.dialog.FormScreen;
import dev.pilothouse.tui.shell.output.Amounts;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Moves a disk to another pool.
 *
 * @param use the volume it lies on; null when that is in no pool
 */
record MoveForm(VmRef vm, String vmName, Disk disk, @Nullable VolumeUse use)
    implements FormScreen.Purpose {
  private static final String POOL = "To pool";
  private static final String FORMAT = "Format";
  private static final String OLD = "Old volume";
  private static final String BANDWIDTH = "At most, a second";
  private static final String AS_IS = "as it is";

  static FormScreen of(Vm vm, Disk disk, @Nullable VolumeUse use, World world) {
    List<String> pools =
        world.fleet().inventory(vm.host()).pools().stream()
            .filter(Pool::active)
            .map(Pool::name)
            .toList();
    int other =
        (int)
            pools.stream().takeWhile(name -> use != null && name.equals(use.pool().name())).count();
    return new FormScreen(
        new MoveForm(vm.ref(), vm.name(), disk, use),
        Form.of(
            new Form.Choice(POOL, pools, Math.min(other, Math.max(0, pools.size() - 1))),
            Form.Choice.of(FORMAT, List.of(AS_IS, "qcow2", "raw")),
            Form.Choice.of(OLD, List.of("delete it", "keep it")),
            Form.Text.of(BANDWIDTH, "")));
  }

  @Override
  public String title() {
    return "Move " + disk.target() + " of " + vmName;
  }

  @Override
  public String word() {
    return "move";
  }

  @Override
  public String about() {
    return use == null
        ? disk.source()
        : use.name() + ", which takes " + Amounts.bytes(use.volume().allocationBytes()) + ".";
  }

  private Optional<Pool> pool(Form form, World world) {
    return world.fleet().inventory(vm.host()).pool(form.value(POOL));
  }

  private String format(Form form) {
    return form.chosen(FORMAT) == 0 ? "" : form.value(FORMAT);
  }

  @Override
  public String problem(Form form, World world) {
    Optional<Pool> pool = pool(form, world);
    if (pool.isEmpty()) {
      return "There is no active pool on " + vm.host() + ".";
    }
    boolean same = use != null && use.pool().name().equals(pool.get().name());
    if (same && (format(form).isEmpty() || format(form).equals(disk.format()))) {
      return "It lies in this pool already.";
    }
    if (pool.get().type().equals("logical") && format(form).equals("qcow2")) {
      return "Volumes of a logical pool are raw.";
    }
    if (use != null && use.volume().allocationBytes() > pool.get().availableBytes()) {
      return "The pool has " + Amounts.bytes(pool.get().availableBytes()) + " left.";
    }
    try {
      return bandwidth(form) < 0 ? "A limit is not negative." : "";
    } catch (IllegalArgumentException e) {
      return e.getMessage() + ".";
    }
  }

  /** 0 for no limit. */
  private static long bandwidth(Form form) {
    String text = form.value(BANDWIDTH);
    return text.isBlank() ? 0 : ByteAmount.read(text);
  }

  @Override
  public String sentence(Form form, World world) {
    return "A full copy that needs no base image; the guest goes on.";
  }

  @Override
  public Effect effect(Form form, World world) {
    MoveDisk operation =
        new MoveDisk(
            vm,
            disk.target(),
            disk.source(),
            use == null ? "" : use.pool().name(),
            form.value(POOL),
            "",
            format(form),
            form.chosen(OLD) == 1,
            bandwidth(form));
    return new Effect.Submit(
        operation.verb().title(), List.of(new Effect.Target(operation, vmName)), "");
  }
}
