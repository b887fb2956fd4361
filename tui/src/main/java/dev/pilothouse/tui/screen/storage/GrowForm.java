package dev.pilothouse.tui.screen.storage;

import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.DiskOperation;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Form;
import dev.pilothouse.tui.screen.dialog.FormScreen;
import dev.pilothouse.tui.shell.output.Amounts;
import java.util.List;

/**
 * Makes a disk larger.
 *
 * @param bytes its size now; 0 when it is not known
 */
record GrowForm(VmRef vm, String vmName, Disk disk, long bytes) implements FormScreen.Purpose {
  private static final String SIZE = "New size";

  static FormScreen of(Vm vm, Disk disk, long bytes) {
    return new FormScreen(
        new GrowForm(vm.ref(), vm.name(), disk, bytes), Form.of(Form.Text.of(SIZE, "")));
  }

  @Override
  public String title() {
    return "Grow " + disk.target() + " of " + vmName;
  }

  @Override
  public String word() {
    return "grow";
  }

  @Override
  public String about() {
    return bytes == 0 ? disk.source() : "It has " + Amounts.bytes(bytes) + " now.";
  }

  @Override
  public String problem(Form form, World world) {
    return Sizes.growProblem(form.value(SIZE), bytes);
  }

  @Override
  public String sentence(Form form, World world) {
    return "A running guest is told; partition and file system are its own.";
  }

  @Override
  public Effect effect(Form form, World world) {
    DiskOperation operation =
        new DiskOperation.GrowDisk(
            vm, disk.target(), disk.source(), ByteAmount.read(form.value(SIZE)));
    return new Effect.Submit(
        operation.verb().title(), List.of(new Effect.Target(operation, vmName)), "");
  }
}
