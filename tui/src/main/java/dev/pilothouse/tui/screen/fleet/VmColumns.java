package dev.pilothouse.tui.screen.fleet;

import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.IpAddress;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.tui.screen.Figures;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Column;
import java.util.ArrayList;
import java.util.List;

/** The columns of the VM list, widest terminals last. */
final class VmColumns {
  private VmColumns() {}

  /**
   * @param everyHost whether the list spans hosts, so that each row must say where it is
   */
  static List<Column<Vm>> of(World world, boolean everyHost) {
    List<Column<Vm>> columns = new ArrayList<>();
    columns.add(Column.text("NAME", 19, 32, 0, Vm::name));
    if (everyHost) {
      columns.add(Column.<Vm>text("HOST", 8, 16, 2, Vm::host).in(vm -> Role.DIM));
    }
    columns.add(
        Column.<Vm>text("STATE", 9, 16, 1, vm -> state(vm, world)).in(vm -> role(vm, world)));
    columns.add(Column.<Vm>number("CPU%", 5, 3, vm -> Figures.percent(vm.cpuPercent())));
    columns.add(Column.<Vm>number("VCPU", 4, 7, vm -> Integer.toString(vm.vcpus())));
    columns.add(Column.<Vm>number("MEM", 5, 4, vm -> Figures.bytes(vm.memoryBytes())));
    columns.add(Column.text("IP", 15, 39, 5, VmColumns::address));
    columns.add(Column.text("OS", 12, 24, 6, vm -> vm.os().name()));
    columns.add(Column.<Vm>number("UP", 6, 8, vm -> Figures.since(vm.startedAt(), world.now())));
    columns.add(Column.text("TAGS", 8, 20, 9, vm -> String.join(",", vm.tags())));
    columns.add(Column.text("TITLE", 10, 40, 10, Vm::title));
    return columns;
  }

  /** The state, or where it goes; with a question mark when nobody can vouch for it now. */
  static String state(Vm vm, World world) {
    String move = vm.arriving() ? arriving(vm, world) : world.moves().word(vm.ref().uuid());
    return (move.isEmpty() ? vm.state().word() : move) + (trusted(vm, world) ? "" : "?");
  }

  /** Such as {@code arriving from h1}. */
  static String arriving(Vm vm, World world) {
    return world
        .fleet()
        .owner(vm.ref().uuid())
        .map(owner -> "arriving from " + owner.host())
        .orElse("arriving");
  }

  static Role role(Vm vm, World world) {
    return !trusted(vm, world)
        ? Role.STALE
        : vm.arriving()
            ? Role.DIM
            : world.moves().word(vm.ref().uuid()).isEmpty() ? role(vm.state()) : Role.PROGRESS;
  }

  static Role role(VmState state) {
    return switch (state) {
      case RUNNING, BLOCKED -> Role.STATE_RUNNING;
      case PAUSED, SUSPENDED, SHUTTING_DOWN -> Role.STATE_PAUSED;
      case SHUT_OFF, NO_STATE -> Role.STATE_OFF;
      case CRASHED -> Role.STATE_CRASHED;
    };
  }

  static boolean trusted(Vm vm, World world) {
    Host host = world.fleet().host(vm.host());
    return host != null && host.presence() == Presence.ONLINE;
  }

  /** The address people most likely want: the first that is not link-local. */
  static String address(Vm vm) {
    String linkLocal = "";
    for (Nic nic : vm.nics()) {
      for (IpAddress address : nic.addresses()) {
        String text = address.address();
        if (!text.startsWith("fe80:") && !text.startsWith("169.254.")) {
          return text;
        }
        linkLocal = linkLocal.isEmpty() ? text : linkLocal;
      }
    }
    return linkLocal;
  }
}
