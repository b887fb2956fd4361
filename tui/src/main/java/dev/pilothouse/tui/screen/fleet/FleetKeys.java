package dev.pilothouse.tui.screen.fleet;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.ConsoleOperation.Face;
import dev.pilothouse.fleet.operation.Permission;
import dev.pilothouse.tui.console.ConsoleTarget;
import dev.pilothouse.tui.filter.FleetFilter;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.console.ConsoleScreen;
import dev.pilothouse.tui.screen.create.NewVmForm;
import dev.pilothouse.tui.screen.dialog.FilterLine;
import dev.pilothouse.tui.widget.Cursor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The keys of the main view. */
final class FleetKeys {
  private final FleetScreen screen;
  private final World world;
  private final int height;

  private FleetKeys(FleetScreen screen, World world) {
    this.screen = screen;
    this.world = world;
    this.height = FleetLayout.of(world).listRows();
  }

  static List<Binding> of(FleetScreen screen, World world) {
    return new FleetKeys(screen, world).all();
  }

  private List<Binding> all() {
    String noVm = screen.selection(world).vms().isEmpty() ? nothing() : "";
    int n = Math.max(1, screen.count());
    List<Binding> all = new ArrayList<>();
    all.add(
        Binding.of(
                "Enter",
                "actions",
                screen.onHosts()
                    ? "what can be done with the host, or with the fleet"
                    : "what can be done with the VM, or with all marked ones",
                this::enter)
            .unless(screen.onHosts() ? "" : noVm));
    all.add(
        Binding.of("d F3", "details", "everything known of the VM", this::details).unless(noVm));
    all.add(
        Binding.of("c", "console", "the VM's serial console", () -> console(Face.SERIAL))
            .unless(noVm));
    all.add(
        Binding.of("C", "", "the VM's screen, its graphics as text", () -> console(Face.SCREEN))
            .unless(noVm));
    all.add(
        Binding.of(
            "/ F4", "filter", "narrow down: web* state:running host:h1 tag:db", this::filter));
    all.add(Binding.of("Space Ins", "mark", "mark or unmark the VM", this::mark).unless(noVm));
    all.add(Binding.of("y", "", "the VM's XML", this::xml).unless(noVm));
    all.add(
        Binding.of("V", "", "begin a range of marks, or end it here", this::range).unless(noVm));
    all.add(Binding.of("*", "", "turn all marks of the list around", this::invert));
    all.add(Binding.of("U", "", "no marks", () -> Step.of(screen.with(Set.of(), -1))));
    all.add(
        Binding.of(
            "o",
            "sort",
            "sort by the next column",
            () -> Step.of(screen.sorted(screen.order().next(), screen.reverse()))));
    all.add(
        Binding.of(
            "O",
            "",
            "sort the other way round",
            () -> Step.of(screen.sorted(screen.order(), !screen.reverse()))));
    all.add(
        Binding.of(
            "Tab S-Tab Left Right",
            "pane",
            "hosts or VMs",
            () -> Step.of(screen.focused(!screen.onHosts()))));
    all.add(Binding.of("n", "new", "a new VM", this::create).unless(NewVmForm.unfit(world)));
    all.add(Binding.of("j Down", "", "down; 05j: five rows", () -> move(n)));
    all.add(Binding.of("k Up", "", "up", () -> move(-n)));
    all.add(Binding.of("PgDn", "", "a page down", () -> page(n)));
    all.add(Binding.of("PgUp", "", "a page up", () -> page(-n)));
    all.add(Binding.of("g Home", "", "to the first", () -> to(0)));
    all.add(
        Binding.of(
            "G End",
            "",
            "to the last; 010G: to row 10",
            () -> to(screen.count() > 0 ? screen.count() - 1 : Integer.MAX_VALUE)));
    all.add(
        Binding.of("Esc", "", "end range, marks, filter, host scope, in this order", this::peel));
    return all;
  }

  private String nothing() {
    Vm vm = screen.current(world);
    return vm == null || !screen.marks().isEmpty()
        ? "There is no VM to act on."
        : vm.name() + " is " + VmColumns.arriving(vm, world) + ": act on it there.";
  }

  private Step enter() {
    if (screen.onHosts()) {
      String host = screen.scope();
      return Step.of(screen, new Effect.Open(HostMenu.of(host, world)));
    }
    return Step.of(screen, new Effect.Open(ActionMenu.of(screen.selection(world), world)));
  }

  private Step details() {
    return Step.of(screen, new Effect.Open(new DetailsScreen(current().ref(), 0)));
  }

  private Step console(Face face) {
    Vm vm = current();
    boolean typing = world.who().may(Permission.OPERATE);
    return new Step(
        screen, ConsoleScreen.open(new ConsoleTarget(vm.ref().uuid(), vm.name(), face, typing)));
  }

  private Step xml() {
    return Step.of(screen, new Effect.OpenXml(current().ref(), current().name(), false));
  }

  private Vm current() {
    Vm vm = screen.current(world);
    return vm != null ? vm : screen.selection(world).vms().getFirst();
  }

  private Step create() {
    Vm vm = screen.current(world);
    String host = screen.scope().isEmpty() ? vm == null ? "" : vm.host() : screen.scope();
    return Step.of(screen, new Effect.Open(NewVmForm.of(world, host)));
  }

  private Step filter() {
    return Step.of(screen, new Effect.Open(FilterLine.of(screen.filter())));
  }

  private Step mark() {
    Set<VmRef> marks = new HashSet<>(screen.marks());
    Vm vm = current();
    if (!marks.remove(vm.ref()) && !vm.arriving()) {
      marks.add(vm.ref());
    }
    FleetScreen marked = screen.with(marks, -1);
    return Step.of(
        marked.with(marked.hosts(), marked.vms().move(1, marked.rows(world), Vm::ref, height)));
  }

  private Step range() {
    if (screen.rangeFrom() < 0) {
      return Step.of(
          screen.with(screen.marks(), screen.vms().index()),
          new Effect.Say("Range begins here: move, then V again. Esc ends it.", Effect.Tone.INFO));
    }
    List<Vm> rows = screen.rows(world);
    int from = Math.min(screen.rangeFrom(), screen.vms().index());
    int to = Math.min(rows.size() - 1, Math.max(screen.rangeFrom(), screen.vms().index()));
    Set<VmRef> marks = new HashSet<>(screen.marks());
    rows.subList(from, to + 1).stream()
        .filter(vm -> !vm.arriving())
        .forEach(vm -> marks.add(vm.ref()));
    return Step.of(screen.with(marks, -1));
  }

  private Step invert() {
    Set<VmRef> marks = new HashSet<>(screen.marks());
    for (Vm vm : screen.rows(world)) {
      if (!marks.remove(vm.ref()) && !vm.arriving()) {
        marks.add(vm.ref());
      }
    }
    return Step.of(screen.with(marks, -1));
  }

  private Step move(int by) {
    return moved(
        c -> c.move(by, screen.hostRows(world), r -> r, height),
        c -> c.move(by, screen.rows(world), Vm::ref, height));
  }

  private Step page(int pages) {
    return moved(
        c -> c.page(pages, screen.hostRows(world), r -> r, height),
        c -> c.page(pages, screen.rows(world), Vm::ref, height));
  }

  private Step to(int row) {
    return moved(
        c -> c.at(row, screen.hostRows(world), r -> r, height),
        c -> c.at(row, screen.rows(world), Vm::ref, height));
  }

  private Step moved(
      Function<Cursor<String>, Cursor<String>> hosts, Function<Cursor<VmRef>, Cursor<VmRef>> vms) {
    return Step.of(
        screen.onHosts()
            ? screen.with(hosts.apply(screen.hosts()), screen.vms())
            : screen.with(screen.hosts(), vms.apply(screen.vms())));
  }

  private Step peel() {
    if (screen.rangeFrom() >= 0) {
      return Step.of(screen.with(screen.marks(), -1));
    }
    if (!screen.marks().isEmpty()) {
      return Step.of(screen.with(Set.of(), -1));
    }
    if (!screen.filter().isEmpty()) {
      return Step.of(screen.filtered(FleetFilter.NONE));
    }
    if (!screen.scope().isEmpty()) {
      return Step.of(screen.with(Cursor.start(), screen.vms()));
    }
    return Step.of(screen);
  }
}
