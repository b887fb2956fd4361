package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.HostTerms;
import dev.pilothouse.fleet.model.HostTerms.Maintenance;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.operation.HostOperation.SetMaintenance;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.fleet.placement.Batch;
import dev.pilothouse.fleet.placement.DrainPlan;
import dev.pilothouse.fleet.placement.DrainProgress;
import dev.pilothouse.fleet.placement.Taken;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.call.Targets;
import dev.pilothouse.tui.shell.order.Following;
import dev.pilothouse.tui.shell.order.Following.News;
import dev.pilothouse.tui.shell.order.Ordering;
import dev.pilothouse.tui.shell.order.Planned;
import dev.pilothouse.tui.shell.order.Said;
import dev.pilothouse.tui.shell.output.DrainView;
import dev.pilothouse.tui.shell.output.MoveView;
import dev.pilothouse.tui.shell.output.OperationView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code host drain} and {@code host undrain}. */
final class DrainVerbs {
  private static final String TO = "--to";
  private static final String STOP = "--stop";
  private static final String BRING_BACK = "--bring-back";

  /** How long the fleet's news may come after the end of the last migration, in moments. */
  private static final int MOMENTS = 15;

  private DrainVerbs() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "host",
            Verb.HOST_DRAIN.word(),
            "Empty a host: place nothing new on it and move all of its VMs away.",
            DrainVerbs::drainSyntax,
            DrainVerbs::drain),
        new Command(
            "host",
            Verb.HOST_UNDRAIN.word(),
            "Let VMs be placed on a host again.",
            spec -> {
              spec.addPositional(Options.one(0, Options.HOST, "The host's name."));
              spec.addOption(
                  Options.flag("Move back what left it and still is where it went.", BRING_BACK));
              spec.addOption(Options.flag("Say what would be done.", MigrationVerbs.PLAN));
              Options.ordering().forEach(spec::addOption);
            },
            DrainVerbs::undrain));
  }

  private static void drainSyntax(CommandSpec spec) {
    spec.addPositional(Options.one(0, Options.HOST, "The host's name."));
    spec.addOption(
        OptionSpec.builder(TO)
            .paramLabel(Options.HOST)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1")
            .description("Only to this host; may be given several times.")
            .build());
    spec.addOption(
        Options.flag("Say where each VM would go, and do nothing.", MigrationVerbs.PLAN));
    spec.addOption(Options.flag("Cancel its migrations; it stays in maintenance.", STOP));
    MigrationChoices.how().forEach(spec::addOption);
    Options.ordering().forEach(spec::addOption);
  }

  private static int drain(Call call) {
    boolean plan = MigrationVerbs.onlyPlanned(call);
    Ordering ordering = new Ordering(call);
    if (!plan) {
      ordering.demandPermission(Verb.HOST_DRAIN);
      ordering.demandPermission(Verb.MIGRATE);
    }
    Targets targets = new Targets(call.fleet());
    String host = targets.host(call.parameter(0)).name();
    List<String> among =
        call.<List<String>>option(TO).orElse(List.of()).stream()
            .map(word -> targets.host(word).name())
            .toList();
    if (plan) {
      return print(call, plan(call, host, among));
    }
    if (call.has(STOP)) {
      return stop(call, host);
    }
    long maintenance = begin(call, host);
    return empty(call, host, among, maintenance);
  }

  private static DrainPlan plan(Call call, String host, List<String> among) {
    Fleet fleet = call.fleet();
    return DrainPlan.of(fleet, host, among, Taken.by(fleet, MigrationVerbs.recent(call)));
  }

  private static int print(Call call, DrainPlan plan) {
    call.results()
        .list(
            MoveView.LISTING,
            Stream.concat(
                    plan.moves().stream().map(MoveView::of),
                    plan.stays().stream().map(MoveView::of))
                .toList());
    boolean all = plan.stays().isEmpty();
    call.talk()
        .say(
            Visible.of(plan.host())
                + (all
                    ? " would be empty: " + plan.moves().size() + " to move."
                    : " would not be empty: " + plan.stays().size() + " cannot move."));
    return all ? ExitStatus.DONE : ExitStatus.CONFLICT;
  }

  /** Puts the host into maintenance unless it is; the number of the operation that did. */
  private static long begin(Call call, String host) {
    Optional<Maintenance> already = maintenance(call.fleet(), host);
    return already.isPresent() ? already.get().operation() : setMaintenance(call, host, true);
  }

  private static Optional<Maintenance> maintenance(Fleet fleet, String host) {
    Host known = fleet.host(host);
    HostTerms terms = known == null ? null : known.facts().terms();
    return Optional.ofNullable(terms).map(HostTerms::maintenance);
  }

  private static long setMaintenance(Call call, String host, boolean on) {
    Planned planned = new Planned(new SetMaintenance(host, on), host, Visible.of(host));
    OperationRecord record = new Ordering(call).carryOut(planned);
    String ended = Said.ended(planned.title(), record);
    if (record.state() != OperationState.SUCCEEDED) {
      throw new CommandException(ExitStatus.of(record), ended);
    }
    call.talk().say(ended);
    return record.number();
  }

  private static int empty(Call call, String host, List<String> among, long maintenance) {
    List<OperationRecord> recent = MigrationVerbs.recent(call);
    List<OperationRecord> underWay = Batch.underWay(recent, host, maintenance);
    Set<UUID> going =
        underWay.stream()
            .flatMap(record -> record.operation().target().stream())
            .map(ref -> ref.uuid())
            .collect(Collectors.toSet());
    List<Planned> planned =
        plan(call, host, among).moves().stream()
            .filter(move -> !going.contains(move.vm().ref().uuid()))
            .map(
                move ->
                    MigrationVerbs.planned(
                        move,
                        Visible.of(move.vm().name()),
                        MigrationChoices.how(call),
                        Long.toString(maintenance)))
            .toList();
    if (call.has(Options.NO_WAIT)) {
      Ordering ordering = new Ordering(call);
      call.results()
          .list(
              OperationView.LISTING,
              planned.stream().map(ordering::submit).map(OperationView::of).toList());
      return ExitStatus.DONE;
    }
    try {
      if (!planned.isEmpty()) {
        var unused = new Ordering(call).orderAndWait(planned);
      }
      OpVerbs.awaited(
          call,
          underWay.stream()
              .map(OperationRecord::number)
              .collect(Collectors.toCollection(LinkedHashSet::new)));
    } catch (CommandException e) {
      String shown = Visible.of(host);
      call.talk()
          .say(
              "The drain goes on: 'host show "
                  + shown
                  + "' tells how far it is, 'host drain "
                  + shown
                  + " --stop' ends it.");
      throw e;
    }
    return verdict(call, host);
  }

  /** Says what became of each VM, and whether the host can be powered off. */
  private static int verdict(Call call, String host) {
    DrainProgress progress = settled(call, host);
    DrainView view = DrainView.of(progress);
    switch (call.form()) {
      case TABLE, WIDE -> {
        if (!view.vms().isEmpty()) {
          call.results().list(DrainView.VerdictView.LISTING, view.vms());
        }
      }
      case JSON, YAML, NAME -> call.results().one(DrainView.LISTING, view, DrainView::sheet);
    }
    call.talk().say(Visible.of(progress.sentence()));
    if (progress.empty()) {
      return ExitStatus.DONE;
    }
    boolean cannotMove =
        progress.verdicts().stream()
            .filter(verdict -> verdict.state() == DrainProgress.State.FAILED)
            .allMatch(DrainVerbs::wasRefused);
    return cannotMove ? ExitStatus.CONFLICT : ExitStatus.FAILED;
  }

  /** For what only its own host's agent sees, such as a snapshot: nothing broke, it cannot move. */
  private static boolean wasRefused(DrainProgress.Verdict verdict) {
    OperationRecord operation = verdict.operation();
    return operation != null && ExitStatus.of(operation) == ExitStatus.CONFLICT;
  }

  /** The fleet's news of the last VM may come a moment after its operation's. */
  private static DrainProgress settled(Call call, String host) {
    try (Following following = new Following(call)) {
      for (int moment = 0; ; moment++) {
        DrainProgress progress = DrainProgress.of(call.fleet(), host, MigrationVerbs.recent(call));
        boolean stale =
            progress.maintenance() == null
                || progress.verdicts().stream().anyMatch(DrainVerbs::cameBack);
        if (!stale || moment == MOMENTS || !(following.next() instanceof News.Tick)) {
          return progress;
        }
      }
    }
  }

  private static boolean cameBack(DrainProgress.Verdict verdict) {
    OperationRecord operation = verdict.operation();
    return verdict.state() == DrainProgress.State.STAYS
        && operation != null
        && operation.state() == OperationState.SUCCEEDED;
  }

  private static int stop(Call call, String host) {
    Maintenance maintenance =
        maintenance(call.fleet(), host)
            .orElseThrow(
                () ->
                    new CommandException(
                        ExitStatus.CONFLICT,
                        Visible.of(host) + " is not in maintenance, so nothing drains it."));
    Set<Long> cancelled = new LinkedHashSet<>();
    for (OperationRecord record :
        Batch.underWay(MigrationVerbs.recent(call), host, maintenance.operation())) {
      try {
        cancelled.add(call.room().cancel(record.number(), call.who()).number());
      } catch (OperationException e) {
        call.talk().say(Said.refused(OpVerbs.title(record), e.failure()));
      }
    }
    call.talk().say("Asked to cancel " + cancelled.size() + " of them; what moved stays there.");
    if (call.has(Options.NO_WAIT)) {
      return ExitStatus.DONE;
    }
    OpVerbs.awaited(call, cancelled)
        .forEach(record -> call.talk().say(Said.ended(OpVerbs.title(record), record)));
    var unused = verdict(call, host);
    return ExitStatus.DONE;
  }

  private static int undrain(Call call) {
    Ordering ordering = new Ordering(call);
    boolean plan = MigrationVerbs.onlyPlanned(call);
    if (!plan) {
      ordering.demandPermission(Verb.HOST_UNDRAIN);
    }
    Fleet fleet = call.fleet();
    String host = new Targets(fleet).host(call.parameter(0)).name();
    List<OperationRecord> recent = MigrationVerbs.recent(call);
    List<Batch.Return> back =
        call.has(BRING_BACK)
            ? lastMaintenance(fleet, host, recent)
                .map(number -> Batch.back(fleet, recent, host, number))
                .orElse(List.of())
            : List.of();
    List<Planned> planned = new ArrayList<>();
    if (plan) {
      planned.add(new Planned(new SetMaintenance(host, false), host, Visible.of(host)));
    }
    back.forEach(
        each ->
            planned.add(
                new Planned(
                    each.operation(), each.name(), Visible.of(each.name() + " to " + host))));
    if (plan) {
      planned.forEach(each -> call.talk().say(each.sentence()));
      return ExitStatus.DONE;
    }
    var unused = setMaintenance(call, host, false);
    return planned.isEmpty() ? ExitStatus.DONE : ordering.run(Verb.MIGRATE, planned);
  }

  /** The number of the maintenance that it is in, or was in last. */
  private static Optional<Long> lastMaintenance(
      Fleet fleet, String host, List<OperationRecord> recent) {
    return maintenance(fleet, host)
        .map(Maintenance::operation)
        .or(
            () ->
                recent.stream()
                    .filter(r -> r.operation().equals(new SetMaintenance(host, true)))
                    .filter(r -> r.state() == OperationState.SUCCEEDED)
                    .map(OperationRecord::number)
                    .max(Comparator.naturalOrder()));
  }
}
