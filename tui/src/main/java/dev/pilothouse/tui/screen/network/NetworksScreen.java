package dev.pilothouse.tui.screen.network;

import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.VirtualNetwork;
import dev.pilothouse.fleet.operation.NetworkOperation;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.ListKeys;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Menu;
import dev.pilothouse.tui.screen.dialog.OperationChoice;
import dev.pilothouse.tui.screen.text.TextScreen;
import dev.pilothouse.tui.shell.output.NetworkView;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Column;
import dev.pilothouse.tui.widget.Cursor;
import dev.pilothouse.tui.widget.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The virtual networks of all hosts. */
public record NetworksScreen(Cursor<String> cursor) implements Screen {
  /** A network, and it as people see it. */
  private record Row(VirtualNetwork network, NetworkView view) {
    String key() {
      return view.host() + "/" + view.name();
    }
  }

  public static NetworksScreen start() {
    return new NetworksScreen(Cursor.start());
  }

  @Override
  public String title() {
    return "Networks";
  }

  @Override
  public Step update(Msg msg, World world) {
    return msg instanceof Msg.Key key
        ? settled(world).dispatch(key.name(), world)
        : Step.of(settled(world));
  }

  private static List<Row> rows(World world) {
    List<Row> all = new ArrayList<>();
    for (Host host : world.listings().hosts(world.fleet())) {
      world.fleet().inventory(host.name()).networks().stream()
          .sorted(Comparator.comparing(VirtualNetwork::name))
          .forEach(
              network ->
                  all.add(new Row(network, NetworkView.of(host.name(), network, world.fleet()))));
    }
    return all;
  }

  private static int height(World world) {
    return Math.max(1, world.bodyRows() - 1);
  }

  private NetworksScreen settled(World world) {
    return new NetworksScreen(cursor.settle(rows(world), Row::key, height(world)));
  }

  private Row current(List<Row> rows) {
    return rows.get(Math.min(cursor.index(), rows.size() - 1));
  }

  @Override
  public List<Binding> bindings(World world) {
    List<Row> rows = rows(world);
    String none = rows.isEmpty() ? "There is no network." : "";
    return ListKeys.of(
        List.of(
            Binding.of("Enter d", "details", "its DHCP leases and who uses it", () -> details(rows))
                .unless(none),
            Binding.of("a", "actions", "what can be done with it", () -> menu(rows, world))
                .unless(none),
            Binding.of("n", "new", "make a network", () -> create(rows, world))
                .unless(OperationChoice.missing(Verb.NET_CREATE, world))),
        height(world),
        by -> moved(by, world));
  }

  private NetworksScreen moved(int by, World world) {
    return new NetworksScreen(cursor.move(by, rows(world), Row::key, height(world)));
  }

  private Step details(List<Row> rows) {
    NetworkView view = current(rows).view();
    return Step.of(
        this,
        new Effect.Open(
            TextScreen.of("Network " + view.name() + " on " + view.host(), view.sheet().text())));
  }

  private Step create(List<Row> rows, World world) {
    List<String> hosts = world.listings().hosts(world.fleet()).stream().map(Host::name).toList();
    String host = rows.isEmpty() ? "" : current(rows).view().host();
    return Step.of(this, new Effect.Open(NewNetworkForm.of(hosts, host)));
  }

  private Step menu(List<Row> rows, World world) {
    Row row = current(rows);
    VirtualNetwork network = row.network();
    String host = row.view().host();
    String name = network.name();
    List<String> users = row.view().vms();
    String used = users.isEmpty() ? "" : "in use by " + String.join(", ", users);
    return Step.of(
        this,
        new Effect.Open(
            Menu.of(
                "Network " + name + " on " + host,
                List.of(
                    OperationChoice.of(
                        "s",
                        "Start",
                        network.active() ? "already active" : "",
                        new NetworkOperation.StartNetwork(host, name),
                        name,
                        world),
                    OperationChoice.of(
                        "t",
                        "Stop",
                        network.active() ? "" : "not active",
                        new NetworkOperation.StopNetwork(host, name),
                        name,
                        world),
                    OperationChoice.of(
                        "b",
                        network.autostart() ? "Autostart off" : "Autostart on",
                        network.persistent() ? "" : "it has no definition",
                        new NetworkOperation.SetNetworkAutostart(host, name, !network.autostart()),
                        name,
                        world),
                    OperationChoice.of(
                        "x",
                        "Delete",
                        network.active() ? "stop it first" : used,
                        new NetworkOperation.DeleteNetwork(host, name),
                        name,
                        world)))));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    List<Row> rows = rows(world);
    if (rows.isEmpty()) {
      frame.put(
          area.row() + 1,
          2,
          area.columns() - 2,
          "No host has told of a network. n makes one.",
          world.theme().style(Role.DIM));
      return;
    }
    Table.paint(
        frame,
        area,
        world.theme(),
        List.of(
            Column.text("NETWORK", 10, 24, 0, r -> r.view().name()),
            Column.<Row>text("HOST", 6, 16, 2, r -> r.view().host()).in(r -> Role.DIM),
            Column.<Row>text("STATE", 7, 7, 1, r -> r.view().state())
                .in(r -> r.network().active() ? Role.STATE_RUNNING : Role.STATE_OFF),
            Column.text("MODE", 8, 10, 4, r -> r.view().mode()),
            Column.text("BRIDGE", 7, 15, 5, r -> r.view().bridge()),
            Column.<Row>number("VMS", 3, 3, r -> Integer.toString(r.view().vms().size())),
            Column.<Row>number("LEASES", 6, 6, r -> Integer.toString(r.view().leases().size())),
            Column.text("BOOT", 4, 4, 7, r -> r.network().autostart() ? "on" : "off"),
            Column.text("ADDRESS", 16, 50, 3, r -> String.join(", ", r.view().addresses()))),
        rows,
        settled(world).cursor,
        r -> false,
        true);
  }
}
