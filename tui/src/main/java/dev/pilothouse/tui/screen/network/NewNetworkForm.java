package dev.pilothouse.tui.screen.network;

import dev.pilothouse.fleet.model.Subnet;
import dev.pilothouse.fleet.model.VirtualNetwork;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.operation.NetworkOperation.CreateNetwork;
import dev.pilothouse.fleet.operation.NetworkOperation.Mode;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Form;
import dev.pilothouse.tui.screen.dialog.FormScreen;
import dev.pilothouse.tui.screen.dialog.OperationChoice;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes a network. */
record NewNetworkForm() implements FormScreen.Purpose {
  private static final String HOST = "Host";
  private static final String NAME = "Name";
  private static final String MODE = "Mode";
  private static final String ADDRESS = "Address";
  private static final String DHCP = "DHCP";
  private static final String BRIDGE = "Bridge";

  static FormScreen of(List<String> hosts, String host) {
    return new FormScreen(
        new NewNetworkForm(),
        Form.of(
            new Form.Choice(HOST, hosts, Math.max(0, hosts.indexOf(host))),
            Form.Text.of(NAME, ""),
            Form.Choice.of(
                MODE,
                Arrays.stream(Mode.values())
                    .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                    .toList()),
            Form.Text.of(ADDRESS, "192.168.50.1/24"),
            Form.Choice.of(DHCP, List.of("on", "off")),
            Form.Text.of(BRIDGE, "")));
  }

  @Override
  public String title() {
    return "New network";
  }

  @Override
  public String word() {
    return "make it";
  }

  @Override
  public String about() {
    return "nat: behind the host. bridge: on a bridge that the host has.";
  }

  private static Mode mode(Form form) {
    return Mode.valueOf(form.value(MODE).toUpperCase(Locale.ROOT));
  }

  @Override
  public String problem(Form form, World world) {
    String name = form.value(NAME);
    if (form.value(HOST).isEmpty()) {
      return "There is no host.";
    }
    if (name.isBlank() || name.indexOf('/') >= 0 || !Visible.of(name).equals(name)) {
      return "A name without / is needed.";
    }
    List<VirtualNetwork> present = world.fleet().inventory(form.value(HOST)).networks();
    if (present.stream().anyMatch(network -> network.name().equals(name))) {
      return "There is a network of that name.";
    }
    if (mode(form) == Mode.BRIDGE) {
      return form.value(BRIDGE).isBlank() ? "Which bridge of the host?" : "";
    }
    try {
      Subnet wanted = Subnet.parse(form.value(ADDRESS).strip());
      String unused = wanted.everybodyElse().first();
      return present.stream()
          .filter(
              network ->
                  network.addresses().stream()
                      .anyMatch(
                          address ->
                              address.indexOf('/') > 0 && wanted.overlaps(Subnet.parse(address))))
          .map(network -> "Its addresses overlap with those of " + network.name() + ".")
          .findFirst()
          .orElse("");
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Override
  public String sentence(Form form, World world) {
    String dhcp = dhcp(form);
    return "Starts now and with its host" + (dhcp == null ? "." : "; DHCP: " + dhcp);
  }

  private static @Nullable String dhcp(Form form) {
    if (mode(form) == Mode.BRIDGE || form.chosen(DHCP) != 0) {
      return null;
    }
    Subnet.Range range = Subnet.parse(form.value(ADDRESS).strip()).everybodyElse();
    return range.first() + "-" + range.last();
  }

  @Override
  public Effect effect(Form form, World world) {
    boolean bridged = mode(form) == Mode.BRIDGE;
    String name = form.value(NAME);
    return OperationChoice.submit(
        new CreateNetwork(
            form.value(HOST),
            name,
            mode(form),
            bridged ? form.value(BRIDGE).strip() : null,
            bridged ? null : form.value(ADDRESS).strip(),
            dhcp(form),
            true),
        name);
  }
}
