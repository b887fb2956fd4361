package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Inventory;
import dev.pilothouse.fleet.model.Subnet;
import dev.pilothouse.fleet.model.VirtualNetwork;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.operation.NetworkOperation;
import dev.pilothouse.fleet.operation.NetworkOperation.Mode;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.call.Placed;
import dev.pilothouse.tui.shell.call.Targets;
import dev.pilothouse.tui.shell.order.Ordering;
import dev.pilothouse.tui.shell.order.Planned;
import dev.pilothouse.tui.shell.output.NetworkView;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/** {@code net list}, {@code show}, {@code create}, {@code start}, {@code stop} and so on. */
final class NetVerbs {
  private static final String MODE = "--mode";
  private static final String ADDRESS = "--address";
  private static final String DHCP = "--dhcp";
  private static final String BRIDGE = "--bridge";
  private static final String NO_START = "--no-start";
  private static final String NETWORK = "NETWORK";

  private static final Placed.Kind<VirtualNetwork> NETWORKS =
      new Placed.Kind<>("network", "net list", Inventory::networks, VirtualNetwork::name);

  private NetVerbs() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "net",
            "list",
            "List virtual networks.",
            spec -> spec.addOption(Options.output()),
            NetVerbs::list),
        new Command(
            "net",
            "show",
            "Show everything about a network, with its DHCP leases and its VMs.",
            spec -> spec.addOption(Options.output()).addPositional(network()),
            NetVerbs::show),
        new Command(
            "net",
            Verb.NET_CREATE.word(),
            "Create a network, and start it now and with its host.",
            NetVerbs::createOptions,
            NetVerbs::create),
        one(Verb.NET_START, "Start a network.", NetworkOperation.StartNetwork::new),
        one(
            Verb.NET_STOP,
            "Stop a network; guests that are plugged into it lose it.",
            NetworkOperation.StopNetwork::new),
        one(
            Verb.NET_DELETE,
            "Delete the definition of a stopped network that no VM uses.",
            NetworkOperation.DeleteNetwork::new),
        new Command(
            "net",
            Verb.NET_AUTOSTART.word(),
            "Choose whether a network starts whenever its host boots.",
            spec -> {
              spec.addPositional(network());
              spec.addPositional(Options.onOff(1));
              Options.ordering().forEach(spec::addOption);
            },
            NetVerbs::autostart));
  }

  private static picocli.CommandLine.Model.PositionalParamSpec network() {
    return Options.one(0, NETWORK, "Its name, or host/name.");
  }

  private static Command one(
      Verb verb, String summary, BiFunction<String, String, Operation> operation) {
    return new Command(
        "net",
        verb.word(),
        summary,
        spec -> {
          spec.addPositional(network());
          Options.ordering().forEach(spec::addOption);
        },
        call -> order(call, verb, operation));
  }

  private static int order(Call call, Verb verb, BiFunction<String, String, Operation> operation) {
    Fleet fleet = call.fleet();
    Placed<VirtualNetwork> found = NETWORKS.one(fleet, call.parameter(0));
    return new Ordering(call)
        .run(
            verb,
            List.of(
                new Planned(
                    operation.apply(found.host(), found.name()),
                    found.name(),
                    NETWORKS.shown(fleet, found))));
  }

  private static int autostart(Call call) {
    boolean on = call.onOff(1);
    return order(
        call,
        Verb.NET_AUTOSTART,
        (host, name) -> new NetworkOperation.SetNetworkAutostart(host, name, on));
  }

  private static int list(Call call) {
    Fleet fleet = call.fleet();
    call.results()
        .list(
            NetworkView.LISTING,
            NETWORKS.all(fleet).stream()
                .map(placed -> NetworkView.of(placed.host(), placed.thing(), fleet))
                .toList());
    return ExitStatus.DONE;
  }

  private static int show(Call call) {
    Fleet fleet = call.fleet();
    Placed<VirtualNetwork> found = NETWORKS.one(fleet, call.parameter(0));
    call.results()
        .one(
            NetworkView.LISTING,
            NetworkView.of(found.host(), found.thing(), fleet),
            NetworkView::sheet);
    return ExitStatus.DONE;
  }

  private static void createOptions(CommandSpec spec) {
    spec.addPositional(Options.one(0, "NAME", "The new network's name."));
    spec.addOption(Options.host());
    spec.addOption(
        Options.value("MODE", Mode.class, NetVerbs::mode, MODE)
            .completionCandidates(Arrays.stream(Mode.values()).map(NetVerbs::word).toList())
            .description("nat (when not given), route, isolated or bridge.")
            .build());
    spec.addOption(
        Options.value("ADDRESS", String.class, text -> text, ADDRESS)
            .description("The host's own address in it, such as 192.168.50.1/24.")
            .build());
    spec.addOption(
        Options.value("RANGE", String.class, text -> text, DHCP)
            .description(
                "What DHCP gives out, such as 192.168.50.10-192.168.50.99; 'none' for no DHCP;"
                    + " the larger free part of the network when not given.")
            .build());
    spec.addOption(
        Options.value("BRIDGE", String.class, text -> text, BRIDGE)
            .description("With --mode bridge: a bridge that the host has.")
            .build());
    spec.addOption(Options.flag("Define it, and do not start it.", NO_START));
    Options.ordering().forEach(spec::addOption);
  }

  private static Mode mode(String text) {
    return Arrays.stream(Mode.values())
        .filter(mode -> word(mode).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is none of nat, route, isolated, bridge"));
  }

  private static String word(Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  private static int create(Call call) {
    String name = call.parameter(0);
    if (name.isBlank() || name.indexOf('/') >= 0 || !Visible.of(name).equals(name)) {
      throw CommandException.usage(
          "'"
              + Visible.of(name)
              + "' cannot be a name: it must be visible as a whole and hold no '/'.");
    }
    Fleet fleet = call.fleet();
    String host = new Targets(fleet).hostOrOnly(call.option(Options.HOST_OPTION)).name();
    Mode mode = call.<Mode>option(MODE).orElse(Mode.NAT);
    Optional<String> bridge = call.option(BRIDGE);
    Optional<String> address = call.option(ADDRESS);
    if ((mode == Mode.BRIDGE) != bridge.isPresent()) {
      throw CommandException.usage(
          "--mode bridge and --bridge NAME go together: which bridge of the host shall it be?");
    }
    if (mode == Mode.BRIDGE ? address.isPresent() : address.isEmpty()) {
      throw CommandException.usage(
          mode == Mode.BRIDGE
              ? "A bridged network has the addresses of its bridge; leave --address out."
              : "Say with --address which address the host has in it, such as 192.168.50.1/24.");
    }
    NetworkOperation.CreateNetwork operation =
        new NetworkOperation.CreateNetwork(
            host,
            name,
            mode,
            bridge.orElse(null),
            address.orElse(null),
            address.map(own -> dhcp(own, call.option(DHCP))).orElse(null),
            !call.has(NO_START));
    return new Ordering(call)
        .run(Verb.NET_CREATE, List.of(new Planned(operation, name, Visible.of(name))));
  }

  private static @Nullable String dhcp(String address, Optional<String> given) {
    try {
      Subnet subnet = Subnet.parse(address);
      if (given.isPresent() && given.get().equals("none")) {
        return null;
      }
      Subnet.Range range = given.isPresent() ? subnet.range(given.get()) : subnet.everybodyElse();
      return range.first() + "-" + range.last();
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
  }
}
