package dev.pilothouse.tui.screen.fleet;

import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Prose;
import java.util.List;

/** Says why there is no VM in the list, and what to do about it. */
final class Emptiness {
  private Emptiness() {}

  static void paint(FleetScreen screen, Frame frame, Rect pane, World world) {
    Rect area = pane.below(2).after(2);
    int row = 0;
    Role role = Role.TEXT; // the first line is what is, the others are what to do
    for (String paragraph : words(screen, world)) {
      for (String line : Prose.wrap(paragraph, area.columns() - 1)) {
        if (row < area.rows()) {
          frame.put(
              area.row() + row, area.column(), area.columns(), line, world.theme().style(role));
        }
        row++;
      }
      role = Role.DIM;
    }
  }

  private static List<String> words(FleetScreen screen, World world) {
    if (!world.connected() && !world.ready()) {
      return List.of(
          "Waiting for Redis.", "", "It is tried twice a second; the fleet shows when it answers.");
    }
    if (!world.ready()) {
      return List.of("Reading the fleet...");
    }
    if (world.fleet().hosts().isEmpty()) {
      return List.of(
          "No host has answered yet.",
          "",
          "A host shows here as soon as its agent reports. On each KVM host:",
          "  pilothouse agent --config agent.yaml");
    }
    if (!screen.filter().isEmpty()) {
      String where = screen.scope().isEmpty() ? "" : " on " + screen.scope();
      return List.of(
          "Nothing" + where + " matches /" + screen.filter().text(),
          "",
          "Esc ends the filter, / changes it." + (where.isEmpty() ? "" : " Tab: other hosts."));
    }
    return noVms(screen.scope(), world);
  }

  private static List<String> noVms(String scope, World world) {
    Host host = world.fleet().host(scope);
    if (host != null && host.presence() == Presence.OFFLINE) {
      return List.of(
          "Nothing is known of VMs on " + scope + ": it is offline.",
          "",
          "Last heard " + FleetView.age(host, world) + " ago. Is its agent running?");
    }
    boolean several = scope.isEmpty() && world.fleet().hosts().size() > 1;
    String on =
        several
            ? " --host " + world.listings().hosts(world.fleet()).getFirst().name()
            : world.fleet().hosts().size() > 1 ? " --host " + scope : "";
    return List.of(
        "There is no VM" + (scope.isEmpty() ? "" : " on " + scope) + " yet.",
        "",
        "n makes one, from an image (7, then a, adds one) and on a network (8, then n, makes one)."
            + " What virsh and other programs define shows here as well.",
        "",
        "In one command, from your machine:",
        "  ssh " + world.node() + " vm create web01 --image debian-12 --start" + on);
  }
}
