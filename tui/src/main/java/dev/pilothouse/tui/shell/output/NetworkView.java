package dev.pilothouse.tui.shell.output;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Lease;
import dev.pilothouse.fleet.model.VirtualNetwork;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmNic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network as {@code net list} and {@code net show} print it. The names of its components are the
 * field names of the JSON and YAML forms and stay as they are.
 *
 * @param vms the names of the VMs with interfaces in it
 */
public record NetworkView(
    String host,
    String name,
    String uuid,
    String mode,
    String bridge,
    String state,
    boolean autostart,
    List<String> addresses,
    List<LeaseView> leases,
    List<String> vms) {
  /** A DHCP lease; {@code until} is null for one that does not end. */
  public record LeaseView(String mac, String address, String hostname, @Nullable String until) {}

  /** How networks are listed. */
  public static final Listing<NetworkView> LISTING =
      new Listing<>(
          List.of(
              Column.text("HOST", NetworkView::host),
              Column.text("NAME", NetworkView::name),
              Column.text("MODE", NetworkView::mode),
              Column.text("BRIDGE", net -> VmView.dash(net.bridge)),
              Column.text("STATE", NetworkView::state),
              Column.text("AUTOSTART", net -> net.autostart ? "yes" : "no"),
              Column.text("ADDRESS", net -> VmView.dash(String.join(",", net.addresses))),
              Column.figure("VMS", net -> Integer.toString(net.vms.size())),
              Column.figure("LEASES", net -> Integer.toString(net.leases.size())),
              Column.wide("UUID", NetworkView::uuid)),
          net -> Visible.of(net.host) + "/" + Visible.of(net.name));

  public static NetworkView of(String host, VirtualNetwork network, Fleet fleet) {
    return new NetworkView(
        host,
        network.name(),
        network.uuid().toString(),
        network.mode(),
        network.bridge(),
        network.active() ? "active" : "stopped",
        network.autostart(),
        network.addresses(),
        network.leases().stream().map(NetworkView::lease).toList(),
        fleet.vms(host).stream()
            .filter(vm -> pluggedInto(vm, network))
            .map(Vm::name)
            .sorted()
            .toList());
  }

  private static LeaseView lease(Lease lease) {
    return new LeaseView(
        lease.mac(),
        lease.address(),
        lease.hostname(),
        lease.until() == null ? null : lease.until().toString());
  }

  private static boolean pluggedInto(Vm vm, VirtualNetwork network) {
    String word = "network:" + network.name();
    return VmNic.of(vm).stream()
        .anyMatch(nic -> nic.shown().network().equals(word) || nic.kept().network().equals(word));
  }

  /** Everything about it, line by line. */
  public Sheet sheet() {
    List<Sheet.Line> lines = new ArrayList<>();
    lines.add(new Sheet.Line("Name", name));
    lines.add(new Sheet.Line("Host", host));
    lines.add(new Sheet.Line("UUID", uuid));
    lines.add(new Sheet.Line("State", state + (autostart ? ", starts with the host" : "")));
    lines.add(new Sheet.Line("Mode", mode));
    lines.add(new Sheet.Line("Bridge", VmView.dash(bridge)));
    lines.add(new Sheet.Line("Address", VmView.dash(String.join(", ", addresses))));
    lines.add(new Sheet.Line("VMs", VmView.dash(String.join(", ", vms))));
    for (LeaseView lease : leases) {
      lines.add(
          new Sheet.Line(
              "Lease",
              lease.address
                  + "  "
                  + lease.mac
                  + (lease.hostname.isEmpty() ? "" : "  " + lease.hostname)
                  + (lease.until == null ? "" : "  until " + Amounts.moment(lease.until))));
    }
    return new Sheet(lines);
  }
}
