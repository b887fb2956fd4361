package dev.pilothouse.tui.screen.network;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmNic;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.NicOperation;
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
import dev.pilothouse.tui.screen.dialog.OperationChoice;
import dev.pilothouse.tui.shell.output.VmNicView;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Column;
import dev.pilothouse.tui.widget.Cursor;
import dev.pilothouse.tui.widget.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The network interfaces of one VM. */
public record NicsScreen(VmRef ref, Cursor<Integer> cursor) implements Screen {
  public static NicsScreen of(VmRef ref) {
    return new NicsScreen(ref, Cursor.start());
  }

  @Override
  public String title() {
    return "NICs";
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

  private NicsScreen settled(World world) {
    return new NicsScreen(
        Homes.follow(world.fleet(), ref), cursor.settle(rows(world), VmNic::number, height(world)));
  }

  private List<VmNic> rows(World world) {
    Vm vm = Homes.find(world.fleet(), ref);
    return vm == null ? List.of() : VmNic.of(vm);
  }

  private Optional<VmNic> current(World world) {
    List<VmNic> rows = rows(world);
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(rows.get(Math.min(cursor.index(), rows.size() - 1)));
  }

  @Override
  public List<Binding> bindings(World world) {
    Optional<VmNic> on = current(world);
    String may =
        Homes.find(world.fleet(), ref) == null
            ? "The VM is gone."
            : world.who().may(Permission.CONFIGURE) ? "" : "needs the permission to configure";
    String none = may.isEmpty() && on.isEmpty() ? "The VM has no NIC." : may;
    boolean up = on.map(nic -> nic.shown().linkUp()).orElse(true);
    return ListKeys.of(
        List.of(
            Binding.of("n", "new", "give it one more", () -> add(world)).unless(may),
            Binding.of("Enter e", "change", "another network or model", () -> change(on, world))
                .unless(none),
            Binding.of(
                    "l",
                    up ? "link down" : "link up",
                    "pull its cable, or plug it in",
                    () -> link(on, !up, world))
                .unless(none),
            Binding.of("x", "remove", "take it out", () -> remove(on, world)).unless(none)),
        height(world),
        by -> moved(by, world));
  }

  private NicsScreen moved(int by, World world) {
    return new NicsScreen(ref, cursor.move(by, rows(world), VmNic::number, height(world)));
  }

  private Vm vm(World world) {
    Vm vm = Homes.find(world.fleet(), ref);
    if (vm == null) {
      throw new IllegalStateException("bindings that need the VM are disabled without it");
    }
    return vm;
  }

  private Step add(World world) {
    return Step.of(this, new Effect.Open(NicForm.add(vm(world), world)));
  }

  private Step change(Optional<VmNic> on, World world) {
    return Step.of(this, new Effect.Open(NicForm.change(vm(world), on.orElseThrow(), world)));
  }

  private Step link(Optional<VmNic> on, boolean up, World world) {
    String mac = on.orElseThrow().shown().mac();
    return Step.of(
        this,
        OperationChoice.asked(
            new NicOperation.SetNicLink(ref, mac, up),
            vm(world).name(),
            up ? "Link up" : "Link down"));
  }

  private Step remove(Optional<VmNic> on, World world) {
    return Step.of(
        this,
        OperationChoice.asked(
            NicOperation.RemoveNic.of(ref, on.orElseThrow().kept()),
            vm(world).name(),
            "Remove NIC"));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    Vm vm = Homes.find(world.fleet(), ref);
    String about =
        vm == null
            ? Homes.absence(world, ref)
            : vm.name() + " on " + vm.host() + ", " + vm.state().word();
    frame.put(area.row(), 1, area.columns() - 1, about, world.theme().style(Role.TITLE));
    List<VmNic> rows = rows(world);
    if (vm == null || rows.isEmpty()) {
      frame.put(area.row() + 2, 2, area.columns() - 2, "No NICs.", world.theme().style(Role.DIM));
      return;
    }
    Table.paint(
        frame,
        new Rect(area.row() + 1, area.column(), area.rows() - 1, area.columns()),
        world.theme(),
        columns(vm, rows),
        rows,
        settled(world).cursor,
        nic -> false,
        true);
  }

  /** What changes later has a column only where something does. */
  private static List<Column<VmNic>> columns(Vm vm, List<VmNic> rows) {
    boolean running = vm.state().active();
    List<Column<VmNic>> all = new ArrayList<>();
    all.add(Column.number("#", 2, 6, nic -> Integer.toString(nic.number())));
    all.add(Column.text("MAC", 17, 17, 0, nic -> nic.shown().mac()));
    all.add(Column.text("NETWORK", 12, 24, 1, nic -> nic.shown().network()));
    all.add(Column.text("MODEL", 7, 10, 4, nic -> nic.shown().model()));
    all.add(
        Column.<VmNic>text("LINK", 4, 4, 2, nic -> nic.shown().linkUp() ? "up" : "down")
            .in(nic -> nic.shown().linkUp() ? Role.STATE_RUNNING : Role.STATE_OFF));
    if (rows.stream().anyMatch(nic -> !nic.pending(running).isEmpty())) {
      all.add(
          Column.<VmNic>text("PENDING", 20, 40, 3, nic -> nic.pending(running))
              .in(nic -> Role.WARNING));
    }
    all.add(Column.text("ADDRESSES", 21, 44, 5, nic -> VmNicView.of(vm, nic).addressesText()));
    return all;
  }
}
