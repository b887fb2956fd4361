package dev.pilothouse.tui.screen.storage;

import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VolumeUse;
import dev.pilothouse.fleet.operation.Permission;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Homes;
import dev.pilothouse.tui.screen.ListKeys;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.shell.output.Amounts;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Column;
import dev.pilothouse.tui.widget.Cursor;
import dev.pilothouse.tui.widget.Table;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The disks of one VM. */
public record DisksScreen(VmRef ref, Cursor<String> cursor) implements Screen {
  public static DisksScreen of(VmRef ref) {
    return new DisksScreen(ref, Cursor.start());
  }

  /** A disk with the volume it lies on, if that is known. */
  private record Row(Disk disk, @Nullable VolumeUse use) {
    String size() {
      return use == null ? "" : Amounts.bytes(use.volume().capacityBytes());
    }

    String where() {
      return use != null ? use.name() : disk.source().isEmpty() ? "(empty)" : disk.source();
    }

    String kind() {
      return disk.device().equals("disk") && !disk.readOnly()
          ? ""
          : disk.device().equals("disk") ? "read-only" : disk.device();
    }
  }

  @Override
  public String title() {
    return "Disks";
  }

  @Override
  public Step update(Msg msg, World world) {
    return msg instanceof Msg.Key key
        ? settled(world).dispatch(key.name(), world)
        : Step.of(settled(world));
  }

  private static int height(World world) {
    return Math.max(1, world.bodyRows() - 2);
  }

  private DisksScreen settled(World world) {
    return new DisksScreen(
        Homes.follow(world.fleet(), ref),
        cursor.settle(rows(world), r -> r.disk().target(), height(world)));
  }

  private List<Row> rows(World world) {
    Vm vm = Homes.find(world.fleet(), ref);
    if (vm == null) {
      return List.of();
    }
    List<VolumeUse> uses = VolumeUse.of(world.fleet(), vm.host());
    return vm.disks().stream()
        .map(
            disk ->
                new Row(
                    disk,
                    uses.stream()
                        .filter(use -> VolumeUse.isOn(disk, use.pool(), use.volume()))
                        .findFirst()
                        .orElse(null)))
        .toList();
  }

  private Optional<Row> current(World world) {
    List<Row> rows = rows(world);
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(rows.get(Math.min(cursor.index(), rows.size() - 1)));
  }

  @Override
  public List<Binding> bindings(World world) {
    Vm vm = Homes.find(world.fleet(), ref);
    Optional<Row> row = current(world);
    String may =
        vm == null
            ? "The VM is gone."
            : world.who().may(Permission.CONFIGURE) ? "" : "needs the permission to configure";
    String none = may.isEmpty() && row.isEmpty() ? "The VM has no disk." : may;
    String rigid =
        none.isEmpty() && row.filter(r -> r.kind().isEmpty()).isEmpty()
            ? "Only disks that can be written grow."
            : none;
    boolean medium = row.filter(r -> r.disk().device().equals("disk")).isEmpty();
    String hard = none.isEmpty() && medium ? "A drive's medium is not the VM's own." : none;
    String movable =
        hard.isEmpty()
                && row.filter(r -> r.disk().readOnly()).isPresent()
                && vm != null
                && vm.state().active()
            ? "A read-only disk does not move while the VM runs."
            : hard;
    return ListKeys.of(
        List.of(
            Binding.of("n", "new", "make a volume and attach it", () -> create(world)).unless(may),
            Binding.of("a", "attach", "attach a volume that is there", () -> attach(world))
                .unless(may),
            Binding.of("+ Enter", "grow", "make the disk larger", () -> grow(world)).unless(rigid),
            Binding.of("p", "move", "move it to another pool", () -> move(world)).unless(movable),
            Binding.of("l", "limits", "set limits, cache and I/O mode", () -> tune(world))
                .unless(hard),
            Binding.of("x", "detach", "detach it; the volume stays", () -> detach(world))
                .unless(none)),
        height(world),
        by -> moved(by, world));
  }

  private DisksScreen moved(int by, World world) {
    return new DisksScreen(
        ref, cursor.move(by, rows(world), r -> r.disk().target(), height(world)));
  }

  private Vm vm(World world) {
    Vm vm = Homes.find(world.fleet(), ref);
    if (vm == null) {
      throw new IllegalStateException("bindings that need the VM are disabled without it");
    }
    return vm;
  }

  private Step create(World world) {
    Vm vm = vm(world);
    String first =
        rows(world).stream()
            .filter(row -> row.disk().device().equals("disk"))
            .map(Row::use)
            .flatMap(use -> Optional.ofNullable(use).stream())
            .map(use -> use.pool().name())
            .findFirst()
            .orElse("default");
    return Step.of(
        this,
        new Effect.Open(NewVolumeForm.disk(vm, world.fleet().inventory(vm.host()).pools(), first)));
  }

  private Step attach(World world) {
    return Step.of(this, new Effect.Open(AttachForm.of(vm(world), world)));
  }

  private Step grow(World world) {
    Row row = current(world).orElseThrow();
    VolumeUse use = row.use();
    long bytes = use == null ? 0 : use.volume().capacityBytes();
    return Step.of(this, new Effect.Open(GrowForm.of(vm(world), row.disk(), bytes)));
  }

  private Step move(World world) {
    Row row = current(world).orElseThrow();
    return Step.of(this, new Effect.Open(MoveForm.of(vm(world), row.disk(), row.use(), world)));
  }

  private Step tune(World world) {
    return Step.of(
        this, new Effect.Open(TuneForm.of(vm(world), current(world).orElseThrow().disk())));
  }

  private Step detach(World world) {
    Disk disk = current(world).orElseThrow().disk();
    return Step.of(this, StorageMenus.detach(vm(world), disk.target(), disk.source()));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    Vm vm = Homes.find(world.fleet(), ref);
    String about =
        vm == null
            ? Homes.absence(world, ref)
            : vm.name() + " on " + vm.host() + ", " + vm.state().word();
    frame.put(area.row(), 1, area.columns() - 1, about, world.theme().style(Role.TITLE));
    List<Row> rows = rows(world);
    if (rows.isEmpty()) {
      frame.put(area.row() + 2, 2, area.columns() - 2, "No disks.", world.theme().style(Role.DIM));
      return;
    }
    Table.paint(
        frame,
        new Rect(area.row() + 1, area.column(), area.rows() - 1, area.columns()),
        world.theme(),
        List.of(
            Column.text("DISK", 5, 6, 0, r -> r.disk().target()),
            Column.text("BUS", 6, 8, 3, r -> r.disk().bus()),
            Column.text("FORMAT", 6, 6, 4, r -> r.disk().format()),
            Column.<Row>number("SIZE", 9, 1, Row::size),
            Column.text("KIND", 9, 9, 5, Row::kind),
            Column.text("VOLUME", 20, 80, 2, Row::where)),
        rows,
        settled(world).cursor,
        r -> false,
        true);
  }
}
