package dev.pilothouse.tui.screen.fleet;

import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.IpAddress;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.tui.screen.Figures;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All there is to say of a VM, as facts in the order of their weight. */
final class DetailLines {
  private DetailLines() {}

  static List<Fact> of(Vm vm, World world) {
    List<Fact> lines = new ArrayList<>();
    lines.add(new Fact("name", vm.name(), Role.TITLE));
    String reason = vm.reason().isEmpty() ? "" : " (" + vm.reason() + ")";
    lines.add(new Fact("state", VmColumns.state(vm, world) + reason, VmColumns.role(vm, world)));
    Host host = world.fleet().host(vm.host());
    if (host != null && host.presence() != Presence.ONLINE) {
      String what =
          host.presence() == Presence.STALE ? "not heard for " : "offline, last heard before ";
      lines.add(
          new Fact(
              "",
              "as last known; " + vm.host() + " " + what + FleetView.age(host, world),
              Role.STALE));
    }
    text(lines, "host", vm.host());
    String up = Figures.since(vm.startedAt(), world.now());
    text(
        lines,
        "cpu",
        vm.vcpus()
            + (vm.vcpus() == 1 ? " vCPU" : " vCPUs")
            + (vm.cpuPercent() < 0 ? "" : ", " + Figures.percent(vm.cpuPercent()))
            + (up.isEmpty() ? "" : ", up " + up));
    text(
        lines,
        "memory",
        Figures.bytes(vm.memoryBytes())
            + (vm.maxMemoryBytes() > vm.memoryBytes()
                ? " of at most " + Figures.bytes(vm.maxMemoryBytes())
                : ""));
    text(
        lines,
        "os",
        vm.os().known()
            ? vm.os().name() + "  (" + vm.os().evidence() + ")"
            : "unknown: " + vm.os().evidence());
    text(
        lines,
        "starts",
        vm.persistent()
            ? (vm.autostart() ? "with its host" : "by hand")
            : "transient: gone when it stops");
    if (vm.deleteProtection()) {
      text(lines, "deletion", "refused: it is protected");
    }
    for (Disk disk : vm.disks()) {
      String source = disk.source().isEmpty() ? "empty" : disk.source();
      String kind = disk.device().equals("disk") ? "" : disk.device() + " ";
      text(
          lines,
          disk.target(),
          kind
              + disk.bus()
              + " "
              + disk.format()
              + (disk.readOnly() ? " read-only " : " ")
              + source);
    }
    for (Nic nic : vm.nics()) {
      text(
          lines,
          "nic",
          nic.mac()
              + " "
              + nic.model()
              + " on "
              + nic.network()
              + (nic.linkUp() ? "" : ", link down"));
      for (IpAddress address : nic.addresses()) {
        text(
            lines,
            "",
            address.address() + " (" + address.source().name().toLowerCase(Locale.ROOT) + ")");
      }
    }
    if (!vm.tags().isEmpty()) {
      text(lines, "tags", String.join(" ", vm.tags()));
    }
    if (!vm.title().isEmpty()) {
      text(lines, "title", vm.title());
    }
    vm.description().lines().forEach(line -> text(lines, "about", line));
    text(lines, "uuid", vm.ref().uuid().toString());
    return lines;
  }

  private static void text(List<Fact> lines, String label, String text) {
    lines.add(new Fact(label, text, Role.TEXT));
  }
}
