package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Inventory;
import dev.pilothouse.fleet.model.MacAddress;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.VirtualNetwork;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmNic;
import dev.pilothouse.fleet.operation.NicOperation;
import dev.pilothouse.fleet.operation.NicOperation.AddNic;
import dev.pilothouse.fleet.operation.NicOperation.RemoveNic;
import dev.pilothouse.fleet.operation.NicOperation.SetNic;
import dev.pilothouse.fleet.operation.NicOperation.SetNicLink;
import dev.pilothouse.fleet.operation.NicOperation.Values;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.NicWord;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.call.Targets;
import dev.pilothouse.tui.shell.call.Typed;
import dev.pilothouse.tui.shell.order.Ordering;
import dev.pilothouse.tui.shell.order.Planned;
import dev.pilothouse.tui.shell.output.VmNicView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/** The verbs of {@code nic}. */
final class NicVerbs {
  private static final String NETWORK = "--network";
  private static final String BRIDGE = "--bridge";
  private static final String MODEL = "--model";
  private static final String MAC = "--mac";
  private static final String LINK = "--link";
  private static final String PATIENCE = "--patience";

  private NicVerbs() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "nic",
            "list",
            "List the network interfaces of VMs with their addresses.",
            spec ->
                spec.addPositional(Options.many(Options.TARGET, "VMs; all when not given."))
                    .addOption(Options.output())
                    .addOption(Options.filter()),
            NicVerbs::list),
        new Command(
            "nic",
            Verb.NIC_ADD.word(),
            "Give a VM a network interface, now and in its definition.",
            spec -> {
              spec.addPositional(Options.one(0, Options.TARGET, "The VM."));
              plug(spec, "; the usual one when not given");
              spec.addOption(
                  PoolVerbs.text(
                          "MODEL", "Such as virtio or e1000e; as its first one or virtio.", MODEL)
                      .completionCandidates(List.of("virtio", "e1000e", "e1000", "rtl8139"))
                      .build());
              spec.addOption(
                  Options.value("MAC", String.class, NicVerbs::mac, MAC)
                      .description("Its address; a free one is chosen when not given.")
                      .build());
              spec.addOption(
                  Options.value("STATE", String.class, NicVerbs::upOrDown, LINK)
                      .completionCandidates(List.of("up", "down"))
                      .description("up (when not given) or down.")
                      .build());
              Options.ordering().forEach(spec::addOption);
            },
            NicVerbs::add),
        one(
            Verb.NIC_REMOVE,
            "Remove a network interface, and wait until the guest has let go.",
            spec ->
                spec.addOption(
                    Options.value("TIME", Duration.class, Options::duration, PATIENCE)
                        .description("How long the guest may take; 30s when not given.")
                        .build()),
            NicVerbs::remove),
        one(
            Verb.NIC_SET,
            "Plug it into another network, or make it another model from the next start on.",
            spec -> {
              plug(spec, "");
              spec.addOption(
                  PoolVerbs.text("MODEL", "Such as virtio or e1000e.", MODEL)
                      .completionCandidates(List.of("virtio", "e1000e", "e1000", "rtl8139"))
                      .build());
            },
            NicVerbs::set),
        one(
            Verb.NIC_UP,
            "Plug its cable in.",
            spec -> {},
            call -> order(call, (vm, nic) -> new SetNicLink(vm.ref(), nic.shown().mac(), true))),
        one(
            Verb.NIC_DOWN,
            "Pull its cable, as the guest sees it.",
            spec -> {},
            call -> order(call, (vm, nic) -> new SetNicLink(vm.ref(), nic.shown().mac(), false))));
  }

  private static void plug(CommandSpec spec, String otherwise) {
    spec.addOption(
        PoolVerbs.text("NETWORK", "A virtual network of its host" + otherwise + ".", NETWORK)
            .build());
    spec.addOption(PoolVerbs.text("BRIDGE", "Or a bridge that its host has.", BRIDGE).build());
  }

  private static Command one(
      Verb verb,
      String summary,
      java.util.function.Consumer<CommandSpec> options,
      java.util.function.ToIntFunction<Call> body) {
    return new Command(
        "nic",
        verb.word(),
        summary,
        spec -> {
          spec.addPositional(Options.one(0, Options.TARGET, "The VM."));
          spec.addPositional(
              Options.one(1, "NIC", "Its MAC address, target or number; 'nic list' shows them."));
          options.accept(spec);
          Options.ordering().forEach(spec::addOption);
        },
        body::applyAsInt);
  }

  private static String mac(String text) {
    try {
      return MacAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  private static String upOrDown(String text) {
    return switch (text) {
      case "up", "down" -> text;
      default -> throw new TypeConversionException("'" + text + "' is neither up nor down");
    };
  }

  private static int list(Call call) {
    call.results()
        .list(
            VmNicView.LISTING,
            new Targets(call.fleet())
                .of(call.parameters(), call.filter()).stream()
                    .flatMap(vm -> VmNicView.of(vm).stream())
                    .toList());
    return ExitStatus.DONE;
  }

  private static int add(Call call) {
    Fleet fleet = call.fleet();
    Targets targets = new Targets(fleet);
    Vm vm = targets.one(call.parameter(0));
    String network =
        network(call, fleet.inventory(vm.host())).orElseGet(() -> usual(fleet, vm.host()));
    Optional<String> given = call.option(MAC);
    given.flatMap(mac -> MacAddress.user(fleet, vm.host(), mac)).ifPresent(NicVerbs::refuse);
    String mac =
        given.orElseGet(
            () -> MacAddress.free(fleet, List.of(vm.host()), ThreadLocalRandom.current()));
    return order(
        call,
        targets,
        vm,
        new AddNic(
            vm.ref(),
            mac,
            network,
            call.<String>option(MODEL).orElseGet(() -> model(vm)),
            !call.<String>option(LINK).equals(Optional.of("down"))));
  }

  private static void refuse(Vm user) {
    throw new CommandException(
        ExitStatus.CONFLICT,
        Visible.of(user.name())
            + " has a NIC with this MAC address, and two with one address disturb each other."
            + " Leave --mac out to have a free one chosen.");
  }

  /** As its first one, so that a guest needs no other driver. */
  private static String model(Vm vm) {
    return VmNic.of(vm).stream()
        .map(nic -> nic.kept().model())
        .filter(model -> !model.isEmpty())
        .findFirst()
        .orElse("virtio");
  }

  private static Optional<String> network(Call call, Inventory inventory) {
    Optional<String> network = call.<String>option(NETWORK).map(Typed::name);
    Optional<String> bridge = call.<String>option(BRIDGE).map(Typed::name);
    if (network.isPresent() && bridge.isPresent()) {
      throw CommandException.usage("A NIC has one end: say --network or --bridge, not both.");
    }
    network
        .filter(name -> inventory.network(name).isEmpty())
        .ifPresent(
            name -> {
              throw new CommandException(
                  ExitStatus.NOT_FOUND,
                  "The VM's host has no network '"
                      + Visible.line(name)
                      + "'. 'net list' shows all.");
            });
    return network.map(name -> "network:" + name).or(() -> bridge.map(name -> "bridge:" + name));
  }

  private static String usual(Fleet fleet, String host) {
    return fleet
        .inventory(host)
        .usualNetwork()
        .map(VirtualNetwork::name)
        .map(name -> "network:" + name)
        .orElseThrow(
            () ->
                CommandException.usage(
                    "No network runs on "
                        + Visible.of(host)
                        + ": make one with 'net create', or say --bridge."));
  }

  private static int remove(Call call) {
    Duration patience = call.<Duration>option(PATIENCE).orElse(RemoveNic.PATIENCE);
    return order(
        call,
        (vm, nic) -> {
          Nic kept = nic.kept();
          return new RemoveNic(
              vm.ref(), kept.mac(), kept.network(), kept.model(), kept.linkUp(), patience);
        });
  }

  private static int set(Call call) {
    return order(
        call,
        (vm, nic) -> {
          Values wanted =
              new Values(
                  network(call, call.room().fleet().inventory(vm.host())).orElse(null),
                  call.<String>option(MODEL).orElse(null));
          if (wanted.none()) {
            throw CommandException.usage("Say what to set: --network, --bridge or --model.");
          }
          return SetNic.of(vm.ref(), nic.kept(), wanted);
        });
  }

  private static int order(Call call, BiFunction<Vm, VmNic, NicOperation> operation) {
    Targets targets = new Targets(call.fleet());
    Vm vm = targets.one(call.parameter(0));
    return order(call, targets, vm, operation.apply(vm, NicWord.one(vm, call.parameter(1))));
  }

  private static int order(Call call, Targets targets, Vm vm, NicOperation operation) {
    return new Ordering(call)
        .run(operation.verb(), List.of(new Planned(operation, vm.name(), targets.shown(vm))));
  }
}
