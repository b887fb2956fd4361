package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.ImageLookup;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.CreationOperation.CloneVm;
import dev.pilothouse.fleet.operation.CreationOperation.CreateVm;
import dev.pilothouse.fleet.operation.CreationOperation.PreviewVm;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.fleet.operation.VmSpec;
import dev.pilothouse.fleet.placement.Need;
import dev.pilothouse.fleet.placement.Need.Storage.NewDisk;
import dev.pilothouse.fleet.placement.Placement;
import dev.pilothouse.fleet.placement.Taken;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.call.Targets;
import dev.pilothouse.tui.shell.edit.DomainXml;
import dev.pilothouse.tui.shell.order.Ordering;
import dev.pilothouse.tui.shell.order.Planned;
import dev.pilothouse.tui.shell.order.Said;
import dev.pilothouse.tui.shell.output.Form;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code vm create} and {@code vm clone}. */
final class VmCreate {
  private VmCreate() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "vm",
            Verb.CREATE.word(),
            "Make VMs: from an image, from an installation medium, or around a disk.",
            spec -> {
              spec.addPositional(Options.one(0, "NAME", "Its name; 'web{01..05}' makes several."));
              Wish.options().forEach(spec::addOption);
              Options.ordering().forEach(spec::addOption);
            },
            VmCreate::create),
        new Command(
            "vm",
            Verb.CLONE.word(),
            "Make a VM like one that is shut off, with full copies of its disks.",
            spec -> {
              spec.addPositional(Options.one(0, Options.TARGET, "The VM."));
              spec.addPositional(Options.one(1, "NEW", "The new VM's name."));
              spec.addOption(
                  Options.value("POOL", String.class, text -> text, "--pool")
                      .description("Where the copies go; where the originals are when not given.")
                      .build());
              Options.ordering().forEach(spec::addOption);
            },
            VmCreate::cloneVm));
  }

  private static int cloneVm(Call call) {
    Targets targets = new Targets(call.fleet());
    Vm vm = targets.one(call.parameter(0));
    String name = call.parameter(1);
    requireFree(call.fleet(), name);
    requireOpen(targets.host(vm.host()));
    String pool = call.<String>option("--pool").orElse("");
    return new Ordering(call)
        .run(
            Verb.CLONE,
            List.of(new Planned(new CloneVm(vm.ref(), name, pool), vm.name(), targets.shown(vm))));
  }

  private static int create(Call call) {
    Ordering ordering = new Ordering(call);
    if (!call.has(Options.DRY_RUN)) {
      ordering.demandPermission(Verb.CREATE);
    }
    Wish wish = Wish.of(call);
    Fleet fleet = call.fleet();
    List<String> names = wish.names(call.parameter(0));
    names.forEach(name -> requireFree(fleet, name));
    Taken taken = Taken.nothing();
    List<String> hosts = new ArrayList<>();
    while (hosts.size() < names.size()) {
      String host = host(call, wish, fleet, taken);
      hosts.add(host);
      taken = taken.plus(fleet, need(call, wish, fleet), host);
    }
    Optional<Fetching> fetching = Fetching.of(call, wish.image());
    List<Planned> fetched = fetching.map(f -> f.planned(fleet, hosts)).orElse(List.of());
    if (!fetched.isEmpty() && call.has(Options.DRY_RUN)) {
      call.talk().say("First the image is fetched; once it is there, --dry-run shows the VM.");
      return ordering.run(Verb.IMAGE_ADD, fetched);
    }
    return make(
        call, wish, fetched.isEmpty() ? fleet : fetching.get().carryOut(fetched), names, hosts);
  }

  private static int make(
      Call call, Wish wish, Fleet fleet, List<String> names, List<String> hosts) {
    Set<String> told = new HashSet<>();
    List<Planned> planned = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      String host = hosts.get(i);
      VmSpec spec = wish.spec(fleet, host, name);
      if (spec.network().isEmpty() && !wish.withoutNetwork() && told.add(host)) {
        call.talk().say(UsualParts.noNetwork(host));
      }
      String place = fleet.hosts().size() > 1 ? Visible.of(host) + "/" : "";
      planned.add(new Planned(new CreateVm(host, spec), name, place + Visible.of(name)));
    }
    wish.warnings().forEach(call.talk()::say);
    int status = new Ordering(call).run(Verb.CREATE, planned);
    if (call.has(Options.DRY_RUN) && (call.form() == Form.TABLE || call.form() == Form.WIDE)) {
      preview(call, planned.getFirst());
    }
    return status;
  }

  /** The first one's XML stands for all. */
  private static void preview(Call call, Planned planned) {
    if (!(planned.operation() instanceof CreateVm create)) {
      return;
    }
    OperationRecord record =
        new Ordering(call)
            .carryOut(
                new Planned(
                    new PreviewVm(create.host(), create.spec()),
                    planned.target(),
                    planned.shown()));
    if (record.state() != OperationState.SUCCEEDED) {
      throw new CommandException(ExitStatus.of(record), Said.ended(planned.title(), record));
    }
    String xml = record.result() == null ? "" : record.result();
    call.talk().result("\n" + DomainXml.visible(xml).strip() + "\n");
    call.talk().say(record.history().getLast().why());
  }

  private static void requireFree(Fleet fleet, String name) {
    if (name.isBlank() || name.indexOf('/') >= 0 || !Visible.of(name).equals(name)) {
      throw CommandException.usage(
          "'" + Visible.of(name) + "' cannot be a name: it must be visible and hold no '/'.");
    }
    fleet
        .hosts()
        .forEach(
            host -> {
              if (fleet.vms(host.name()).stream().anyMatch(vm -> vm.name().equals(name))) {
                throw new CommandException(
                    ExitStatus.CONFLICT,
                    "There is a VM "
                        + Visible.of(name)
                        + " on "
                        + Visible.of(host.name())
                        + " already. Choose another name.");
              }
            });
  }

  private static void requireOpen(Host host) {
    if (host.facts().inMaintenance()) {
      String shown = Visible.of(host.name());
      throw new CommandException(
          ExitStatus.CONFLICT,
          shown
              + " is in maintenance: nothing new is placed on it. Choose another host, or end it"
              + " with 'host undrain "
              + shown
              + "'.");
    }
  }

  private static Need need(Call call, Wish wish, Fleet fleet) {
    Need need = wish.need();
    boolean fetched =
        need.storage() instanceof NewDisk disk
            && call.around().known().find(disk.image()).isPresent()
            && fleet.hosts().stream()
                .allMatch(
                    host -> ImageLookup.find(fleet.inventory(host.name()), disk.image()).isEmpty());
    return fetched ? need.withoutImage() : need;
  }

  private static String host(Call call, Wish wish, Fleet fleet, Taken taken) {
    if (!wish.anywhere()) {
      Host said = new Targets(fleet).hostOrOnly(wish.host());
      requireOpen(said);
      return said.name();
    }
    Placement.Choice choice = Placement.choose(fleet, need(call, wish, fleet), taken);
    choice.why().forEach(call.talk()::say);
    return choice
        .host()
        .orElseThrow(
            () ->
                new CommandException(
                    ExitStatus.FAILED, "No host fits. Free something, or ask for less."));
  }
}
