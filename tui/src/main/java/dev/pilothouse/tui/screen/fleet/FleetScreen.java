package dev.pilothouse.tui.screen.fleet;

import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.tui.filter.FleetFilter;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Homes;
import dev.pilothouse.tui.screen.Listings;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.VmOrder;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.widget.Cursor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The main view: hosts on the left, their VMs on the right, details where there is room.
 *
 * @param onHosts whether keys go to the hosts rather than the VMs
 * @param hosts where the cursor is among the hosts; the key {@code ""} is the row of all hosts
 * @param marks VMs marked for a common action, by identity
 * @param rangeFrom the row where a range of marks began; -1 when none did
 * @param count digits typed before a movement; -1 when none
 */
public record FleetScreen(
    boolean onHosts,
    Cursor<String> hosts,
    Cursor<VmRef> vms,
    FleetFilter filter,
    VmOrder order,
    boolean reverse,
    Set<VmRef> marks,
    int rangeFrom,
    int count)
    implements Screen {
  private static final int NO_COUNT = -1;

  public FleetScreen {
    marks = Set.copyOf(marks);
  }

  public static FleetScreen start() {
    return new FleetScreen(
        false,
        Cursor.start(),
        Cursor.start(),
        FleetFilter.NONE,
        VmOrder.NAME,
        false,
        Set.of(),
        -1,
        NO_COUNT);
  }

  @Override
  public String title() {
    return "Fleet";
  }

  @Override
  public Step update(Msg msg, World world) {
    return switch (msg) {
      case Msg.Key key -> digit(key) ? counted(key) : moved(key, world);
      case Msg.WorldChanged changed -> Step.of(settled(world));
      case Msg.Pasted m -> Step.of(this);
      case Msg.OperationNews m -> Step.of(this);
      case Msg.Submitted m -> Step.of(this);
      case Msg.NotSubmitted m -> Step.of(this);
      case Msg.Filtered filtered -> Step.of(filtered(filtered.filter()).settled(world));
      case Msg.Completed m -> Step.of(this);
      case Msg.Edited m -> Step.of(this);
      case Msg.Reread m -> Step.of(this);
      case Msg.Answered m -> Step.of(this);
    };
  }

  @Override
  public boolean takesText() {
    return count >= 0;
  }

  private Step counted(Msg.Key key) {
    int digit = key.name().charAt(0) - '0';
    return Step.of(withCount(Math.min(10_000, Math.max(0, count) * 10 + digit)));
  }

  /** Does what the key is for; a count is used up by whatever comes after it. */
  private Step moved(Msg.Key key, World world) {
    Step step = settled(world).dispatch(key.name(), world);
    return count >= 0 && step.screen() instanceof FleetScreen fleet
        ? new Step(fleet.withCount(NO_COUNT), step.effects())
        : step;
  }

  /** A count may not begin with the digits that choose a view, so it begins with 0: 012j. */
  private boolean digit(Msg.Key key) {
    String name = key.name();
    boolean isDigit = name.length() == 1 && name.charAt(0) >= '0' && name.charAt(0) <= '9';
    return isDigit && (count >= 0 || name.equals("0"));
  }

  /**
   * Both cursors where they belong after the lists changed. Marks and cursor follow VMs to other
   * hosts; marks of VMs that are gone are dropped.
   */
  FleetScreen settled(World world) {
    Cursor<String> h = hosts.settle(hostRows(world), r -> r, FleetLayout.of(world).listRows());
    FleetScreen scoped = with(h, vms);
    Set<VmRef> kept = new HashSet<>(marks);
    if (world.ready() && marks.stream().anyMatch(ref -> world.fleet().vm(ref) == null)) {
      kept.clear();
      marks.stream()
          .map(ref -> Homes.follow(world.fleet(), ref))
          .filter(ref -> world.fleet().vm(ref) != null || Homes.between(world, ref))
          .forEach(kept::add);
    }
    return new FleetScreen(
        onHosts,
        h,
        onVm(scoped.rows(world), world),
        filter,
        order,
        reverse,
        kept,
        rangeFrom,
        count);
  }

  private Cursor<VmRef> onVm(List<Vm> rows, World world) {
    VmRef last = vms.on();
    int height = FleetLayout.of(world).listRows();
    if (last == null || world.fleet().vm(last) != null) {
      return vms.settle(rows, Vm::ref, height);
    }
    Cursor<VmRef> there =
        new Cursor<>(Homes.follow(world.fleet(), last), vms.index(), vms.top())
            .settle(rows, Vm::ref, height);
    return Homes.between(world, last) ? new Cursor<>(last, there.index(), there.top()) : there;
  }

  /** The host that the list of VMs is limited to; empty: all. */
  String scope() {
    String on = hosts.on();
    return on == null ? "" : on;
  }

  List<String> hostRows(World world) {
    List<String> rows = new ArrayList<>();
    rows.add("");
    world.listings().hosts(world.fleet()).stream().map(Host::name).forEach(rows::add);
    return rows;
  }

  List<Vm> rows(World world) {
    return world.listings().vms(world.fleet(), new Listings.Query(scope(), filter, order, reverse));
  }

  @Nullable Vm current(World world) {
    List<Vm> rows = rows(world);
    return vms.index() < rows.size() ? rows.get(vms.index()) : null;
  }

  /** What an action is for: the marked VMs, or the one under the cursor. */
  Selection selection(World world) {
    if (marks.isEmpty()) {
      Vm vm = current(world);
      return new Selection(vm == null || vm.arriving() ? List.of() : List.of(vm), 0);
    }
    List<Vm> marked = new ArrayList<>();
    for (VmRef ref : marks) {
      Vm vm = world.fleet().vm(ref);
      if (vm != null && !vm.arriving()) {
        marked.add(vm);
      }
    }
    marked.sort(order.comparator());
    Set<VmRef> visible = new HashSet<>();
    rows(world).forEach(vm -> visible.add(vm.ref()));
    int hidden = (int) marked.stream().filter(vm -> !visible.contains(vm.ref())).count();
    return new Selection(marked, hidden);
  }

  @Override
  public List<Binding> bindings(World world) {
    return FleetKeys.of(this, world);
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    FleetView.paint(settled(world), frame, area, world);
  }

  FleetScreen with(Cursor<String> host, Cursor<VmRef> vm) {
    return new FleetScreen(onHosts, host, vm, filter, order, reverse, marks, rangeFrom, count);
  }

  FleetScreen with(Set<VmRef> nowMarked, int from) {
    return new FleetScreen(onHosts, hosts, vms, filter, order, reverse, nowMarked, from, count);
  }

  FleetScreen sorted(VmOrder by, boolean backwards) {
    return new FleetScreen(onHosts, hosts, vms, filter, by, backwards, marks, rangeFrom, count);
  }

  FleetScreen focused(boolean hostsNow) {
    return new FleetScreen(hostsNow, hosts, vms, filter, order, reverse, marks, rangeFrom, count);
  }

  /** With another filter; marks stay, also those that it hides. */
  FleetScreen filtered(FleetFilter by) {
    return new FleetScreen(false, hosts, vms, by, order, reverse, marks, rangeFrom, count);
  }

  FleetScreen withCount(int digits) {
    return new FleetScreen(onHosts, hosts, vms, filter, order, reverse, marks, rangeFrom, digits);
  }
}
