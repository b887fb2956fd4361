package dev.pilothouse.tui.screen.storage;

import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.DiskTuning;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.SettingsOperation.SetDisk;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Form;
import dev.pilothouse.tui.screen.dialog.FormScreen;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sets a disk's limits and modes; what is left as it is, is not touched. */
record TuneForm(VmRef vm, String vmName, Disk disk) implements FormScreen.Purpose {
  private static final String IOPS = "Operations a second";
  private static final String RATE = "Bytes a second";
  private static final String CACHE = "Cache";
  private static final String IO = "I/O";
  private static final String USUAL = "default";
  private static final List<String> CACHES =
      List.of(USUAL, "none", "writeback", "writethrough", "directsync", "unsafe");
  private static final List<String> IOS = List.of(USUAL, "threads", "native", "io_uring");

  static FormScreen of(Vm vm, Disk disk) {
    DiskTuning now = disk.tuning();
    Long iops = Objects.requireNonNullElse(now.iops(), 0L);
    Long rate = Objects.requireNonNullElse(now.bytesPerSecond(), 0L);
    return new FormScreen(
        new TuneForm(vm.ref(), vm.name(), disk),
        Form.of(
            Form.Text.of(IOPS, iops == 0 ? "" : Long.toString(iops)),
            Form.Text.of(RATE, rate == 0 ? "" : ByteAmount.exact(rate)),
            new Form.Choice(CACHE, CACHES, index(CACHES, now.cache())),
            new Form.Choice(IO, IOS, index(IOS, now.io()))));
  }

  private static int index(List<String> words, @Nullable String word) {
    return Math.max(0, words.indexOf(word));
  }

  @Override
  public String title() {
    return "Limits of " + disk.target() + " of " + vmName;
  }

  @Override
  public String word() {
    return "set";
  }

  @Override
  public String about() {
    return "Limits hold at once, modes from the next start.";
  }

  @Override
  public String problem(Form form, World world) {
    if (!form.value(IOPS).isBlank() && !form.value(IOPS).strip().matches("\\d{1,9}")) {
      return "The number of operations is a whole number.";
    }
    try {
      if (rate(form) < 0) {
        return "A limit is not negative.";
      }
    } catch (IllegalArgumentException e) {
      return e.getMessage() + ".";
    }
    boolean direct = List.of("none", "directsync").contains(form.value(CACHE));
    if (form.value(IO).equals("native") && !direct) {
      return "The I/O mode native needs the cache mode none or directsync.";
    }
    return wanted(form).texts().isEmpty() ? "Nothing is changed." : "";
  }

  private static long rate(Form form) {
    return form.value(RATE).isBlank() ? 0 : ByteAmount.read(form.value(RATE));
  }

  private DiskTuning wanted(Form form) {
    DiskTuning now = disk.tuning();
    String iops = form.value(IOPS).strip();
    return new DiskTuning(
        changed(usual(form.value(CACHE)), now.cache()),
        changed(usual(form.value(IO)), now.io()),
        changed(iops.isEmpty() ? 0L : Long.valueOf(iops), now.iops()),
        changed(rate(form), now.bytesPerSecond()));
  }

  private static String usual(String word) {
    return word.equals(USUAL) ? "" : word;
  }

  private static <T> @Nullable T changed(T wanted, @Nullable T now) {
    return wanted.equals(now) ? null : wanted;
  }

  @Override
  public String sentence(Form form, World world) {
    return String.join(", ", wanted(form).texts()) + ".";
  }

  @Override
  public Effect effect(Form form, World world) {
    SetDisk operation = SetDisk.of(vm, disk, wanted(form));
    return new Effect.Submit(
        operation.verb().title(), List.of(new Effect.Target(operation, vmName)), "");
  }
}
