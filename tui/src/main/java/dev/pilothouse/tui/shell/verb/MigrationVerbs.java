package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.bus.BusUnavailableException;
import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.MigrationOperation.SetMigration;
import dev.pilothouse.fleet.operation.MigrationOperation.StartPostCopy;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.fleet.placement.Move;
import dev.pilothouse.fleet.placement.Taken;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.call.Targets;
import dev.pilothouse.tui.shell.order.Confirmation;
import dev.pilothouse.tui.shell.order.Ordering;
import dev.pilothouse.tui.shell.order.Planned;
import dev.pilothouse.tui.shell.output.MigrationView;
import dev.pilothouse.tui.shell.output.OperationView;
import dev.pilothouse.tui.shell.verb.Routes.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code vm migrate}, and what is done with migrations that are under way. */
final class MigrationVerbs {
  static final String PLAN = "--plan";
  private static final String TO = "--to";
  private static final String APPLY = "--apply";

  /** How many operations are looked through for migrations. */
  static final int RECENT = 1000;

  private MigrationVerbs() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "vm",
            Verb.MIGRATE.word(),
            "Move VMs to another host while they run; the best host unless it is said.",
            MigrationVerbs::migrateSyntax,
            call -> migrate(call.patiently())),
        new Command(
            "migration",
            "list",
            "List migrations that are under way.",
            spec -> spec.addOption(Options.output()),
            MigrationVerbs::list),
        new Command(
            "migration",
            Verb.MIGRATION_SET.word(),
            "Change how a migration goes on.",
            spec -> {
              spec.addPositional(Options.one(0, Options.TARGET, "The VM that migrates."));
              spec.addOption(MigrationChoices.bandwidth());
              spec.addOption(MigrationChoices.maxDowntime());
              Options.ordering().forEach(spec::addOption);
            },
            MigrationVerbs::set),
        new Command(
            "migration",
            Verb.MIGRATION_POST_COPY.word(),
            "Let a VM that migrates run at its destination now; there is no way back then.",
            spec -> {
              spec.addPositional(Options.one(0, Options.TARGET, "The VM that migrates."));
              Options.ordering().forEach(spec::addOption);
            },
            MigrationVerbs::postCopy));
  }

  private static void migrateSyntax(CommandSpec spec) {
    spec.addPositional(
        Options.many(Options.TARGET, "Names, host/name, UUIDs (or their start) or globs."));
    spec.addOption(Options.filter());
    spec.addOption(
        Options.value(Options.HOST, String.class, text -> text, TO)
            .description("Where to; the host that fits best when not given.")
            .build());
    spec.addOption(Options.flag("Say how it would go and do nothing.", PLAN));
    spec.addOption(
        Options.value(Options.FILE, String.class, text -> text, APPLY)
            .description("Do what '--plan -o json' printed, if all is still so; - for stdin.")
            .build());
    MigrationChoices.all().forEach(spec::addOption);
    withoutTimeout().forEach(spec::addOption);
  }

  /** Those of all orders but the time to wait, where that word has another meaning. */
  static List<OptionSpec> withoutTimeout() {
    return Options.ordering().stream()
        .filter(option -> !option.longestName().equals(Options.TIMEOUT))
        .toList();
  }

  static boolean onlyPlanned(Call call) {
    return call.has(PLAN) || call.has(Options.DRY_RUN);
  }

  private static int migrate(Call call) {
    Optional<String> apply = call.option(APPLY);
    if (apply.isPresent()) {
      if (!call.parameters().isEmpty() || onlyPlanned(call) || call.has(TO)) {
        throw CommandException.usage("The plan says all; give nothing else with --apply.");
      }
      return MigrationApply.run(call, apply.get());
    }
    if (call.parameters().isEmpty() && !call.has(Options.FILTER)) {
      throw CommandException.usage(
          "Say which VMs to migrate: by name, host/name, UUID, glob or --filter.");
    }
    if (!onlyPlanned(call)) {
      new Ordering(call).demandPermission(Verb.MIGRATE);
    }
    Fleet fleet = call.fleet();
    Targets targets = new Targets(fleet);
    List<Vm> vms = targets.of(call.parameters(), call.filter());
    if (vms.isEmpty()) {
      throw new CommandException(
          ExitStatus.NOT_FOUND, "No VM matches the filter; 'vm list' shows all.");
    }
    Optional<String> to = call.<String>option(TO).map(word -> targets.host(word).name());
    List<Route> routes = Routes.of(fleet, vms, to, Taken.by(fleet, recent(call)));
    MigrationOptions options = MigrationChoices.of(call);
    return onlyPlanned(call)
        ? MigrationLook.print(call, routes, options)
        : order(call, targets, routes, options);
  }

  private static int order(
      Call call, Targets targets, List<Route> routes, MigrationOptions options) {
    List<Planned> planned = new ArrayList<>();
    for (Route route : routes) {
      String shown = targets.shown(route.vm());
      if (route.move().isEmpty()) {
        call.talk().say(Routes.refused(route, shown));
      } else {
        if (!route.why().isEmpty()) {
          call.talk().say(shown + ": " + route.why());
        }
        planned.add(planned(route.move().get(), shown, options, ""));
      }
    }
    if (planned.isEmpty()) {
      return ExitStatus.CONFLICT;
    }
    int status = new Ordering(call).run(Verb.MIGRATE, planned);
    return status == ExitStatus.DONE && planned.size() < routes.size()
        ? ExitStatus.CONFLICT
        : status;
  }

  static Planned planned(Move move, String shown, MigrationOptions options, String batch) {
    return new Planned(
        move.operation(options, null, batch),
        move.vm().name(),
        shown + " to " + Visible.of(move.to().host()));
  }

  static List<OperationRecord> recent(Call call) {
    return call.room().recentOperations(RECENT);
  }

  /** The same for who can do without; empty while the bus is away. */
  static Optional<List<OperationRecord>> recentIfKnown(Call call) {
    try {
      return Optional.of(recent(call));
    } catch (BusUnavailableException | OperationException e) {
      return Optional.empty();
    }
  }

  private static int list(Call call) {
    call.results()
        .list(
            MigrationView.LISTING,
            recent(call).stream()
                .filter(record -> record.operation() instanceof MigrateVm)
                .filter(record -> !record.state().terminal())
                .sorted(Comparator.comparingLong(OperationRecord::number))
                .map(OperationView::of)
                .toList());
    return ExitStatus.DONE;
  }

  private static int set(Call call) {
    Optional<Long> bandwidth = call.option(MigrationChoices.BANDWIDTH);
    Optional<Duration> downtime = call.option(MigrationChoices.MAX_DOWNTIME);
    if (bandwidth.isEmpty() && downtime.isEmpty()) {
      throw CommandException.usage("Say what to change: --bandwidth, --max-downtime or both.");
    }
    Targets targets = new Targets(call.fleet());
    Vm vm = targets.one(call.parameter(0));
    return new Ordering(call)
        .run(
            Verb.MIGRATION_SET,
            List.of(
                new Planned(
                    new SetMigration(vm.ref(), bandwidth.orElse(-1L), downtime.orElse(null)),
                    vm.name(),
                    targets.shown(vm))));
  }

  private static int postCopy(Call call) {
    Targets targets = new Targets(call.fleet());
    Vm vm = targets.one(call.parameter(0));
    Planned planned = new Planned(new StartPostCopy(vm.ref()), vm.name(), targets.shown(vm));
    Ordering ordering = new Ordering(call);
    if (!call.has(Options.DRY_RUN)) {
      ordering.demandPermission(Verb.MIGRATION_POST_COPY);
      Confirmation.demand(call, planned.title(), planned.sentence());
    }
    return ordering.run(Verb.MIGRATION_POST_COPY, List.of(planned));
  }
}
