package dev.pilothouse.tui.screen.fleet;

import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.frame.Style;
import dev.pilothouse.tui.screen.Figures;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.theme.Theme;
import dev.pilothouse.tui.widget.Column;
import dev.pilothouse.tui.widget.Fact;
import dev.pilothouse.tui.widget.Table;
import java.util.List;

/** Paints the main view. */
final class FleetView {
  private FleetView() {}

  static void paint(FleetScreen screen, Frame frame, Rect area, World world) {
    FleetLayout layout = FleetLayout.of(area);
    if (!layout.hosts().isEmpty()) {
      hosts(screen, frame, layout.hosts(), world);
      line(frame, layout.hosts().right(), area, world.theme());
    }
    vms(screen, frame, layout.vms(), world);
    if (!layout.details().isEmpty()) {
      details(screen, frame, layout, world);
    }
  }

  private static void line(Frame frame, int column, Rect area, Theme theme) {
    for (int row = area.row(); row < area.bottom(); row++) {
      frame.repeat(row, column, 1, theme.glyphs().vertical(), theme.style(Role.BORDER));
    }
  }

  private static void head(
      Frame frame, Rect pane, String title, String rest, boolean focused, Theme theme) {
    Style style = theme.style(focused ? Role.TITLE : Role.DIM);
    int used = frame.put(pane.row(), pane.column(), pane.columns(), title, style);
    frame.put(
        pane.row(),
        pane.column() + used + 2,
        pane.columns() - used - 2,
        rest,
        theme.style(Role.DIM));
  }

  private static void hosts(FleetScreen screen, Frame frame, Rect pane, World world) {
    head(frame, pane, "Hosts " + world.fleet().hosts().size(), "", screen.onHosts(), world.theme());
    List<Column<String>> columns =
        List.of(
            Column.<String>text("NAME", 8, 20, 0, name -> hostName(name, world))
                .in(name -> hostRole(name, world)),
            Column.number("VMS", 5, 1, name -> hostCount(name, world)));
    Table.paint(
        frame,
        pane.below(1),
        world.theme(),
        columns,
        screen.hostRows(world),
        screen.hosts(),
        name -> maintained(name, world),
        screen.onHosts());
  }

  private static String hostName(String name, World world) {
    Host host = world.fleet().host(name);
    if (host == null) {
      return "all hosts";
    }
    return switch (host.presence()) {
      case ONLINE -> maintained(name, world) ? name + " maint" : name;
      case STALE -> name + " stale " + age(host, world);
      case OFFLINE -> name + " offline";
    };
  }

  private static boolean maintained(String name, World world) {
    Host host = world.fleet().host(name);
    return host != null && host.facts().inMaintenance();
  }

  static String age(Host host, World world) {
    return Figures.since(host.lastHeard(), world.now());
  }

  private static Role hostRole(String name, World world) {
    Host host = world.fleet().host(name);
    if (host == null) {
      return Role.TEXT;
    }
    return switch (host.presence()) {
      case ONLINE -> maintained(name, world) ? Role.WARNING : Role.TEXT;
      case STALE -> Role.STALE;
      case OFFLINE -> Role.ERROR;
    };
  }

  private static String hostCount(String name, World world) {
    return Integer.toString(
        name.isEmpty() ? world.fleet().vmCount() : world.fleet().residents(name).size());
  }

  private static void vms(FleetScreen screen, Frame frame, Rect pane, World world) {
    List<Vm> rows = screen.rows(world);
    StringBuilder rest = new StringBuilder();
    if (!screen.filter().isEmpty()) {
      rest.append("/").append(screen.filter().text()).append("  ");
    }
    if (!screen.marks().isEmpty()) {
      rest.append(screen.marks().size()).append(" marked  ");
    }
    rest.append("by ").append(screen.order().word()).append(screen.reverse() ? ", reversed" : "");
    String of = screen.scope().isEmpty() ? "VMs " : "VMs on " + screen.scope() + " ";
    long present = rows.stream().filter(vm -> !vm.arriving()).count();
    head(frame, pane, of + present, rest.toString(), !screen.onHosts(), world.theme());
    if (rows.isEmpty()) {
      Emptiness.paint(screen, frame, pane, world);
      return;
    }
    Table.paint(
        frame,
        pane.below(1),
        world.theme(),
        VmColumns.of(world, screen.scope().isEmpty()),
        rows,
        screen.vms(),
        vm -> screen.marks().contains(vm.ref()),
        !screen.onHosts());
  }

  private static void details(FleetScreen screen, Frame frame, FleetLayout layout, World world) {
    Rect pane = layout.details();
    Theme theme = world.theme();
    if (pane.row() == layout.vms().row()) {
      line(frame, pane.column() - 1, pane, theme);
    } else {
      frame.repeat(
          pane.row(),
          pane.column(),
          pane.columns(),
          theme.glyphs().horizontal(),
          theme.style(Role.BORDER));
      pane = pane.below(1);
    }
    Vm vm = screen.current(world);
    if (vm != null) {
      List<Fact> rows = Fact.rows(DetailLines.of(vm, world), pane.columns());
      for (int i = 0; i < pane.rows() && i < rows.size(); i++) {
        rows.get(i).paint(frame, pane.line(i), theme);
      }
    }
  }
}
