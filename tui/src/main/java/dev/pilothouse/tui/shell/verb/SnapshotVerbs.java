package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Snapshot;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.SnapshotOperation.CreateSnapshot;
import dev.pilothouse.fleet.operation.SnapshotOperation.CreateSnapshot.Content;
import dev.pilothouse.fleet.operation.SnapshotOperation.DeleteSnapshot;
import dev.pilothouse.fleet.operation.SnapshotOperation.ListSnapshots;
import dev.pilothouse.fleet.operation.SnapshotOperation.RevertSnapshot;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.call.Targets;
import dev.pilothouse.tui.shell.order.Ordering;
import dev.pilothouse.tui.shell.order.Planned;
import dev.pilothouse.tui.shell.order.Said;
import dev.pilothouse.tui.shell.output.SnapshotView;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** {@code snapshot list}, {@code create}, {@code revert} and {@code delete}. */
final class SnapshotVerbs {
  private static final String DESCRIPTION = "--description";
  private static final String MEMORY = "--memory";
  private static final String DISK_ONLY = "--disk-only";
  private static final String EXTERNAL = "--external";
  private static final String QUIESCE = "--quiesce";
  private static final String START = "--start";
  private static final String CHILDREN = "--children";

  private SnapshotVerbs() {}

  static List<Command> all() {
    return List.of(
        new Command(
            Verb.SNAPSHOT_LIST.noun(),
            Verb.SNAPSHOT_LIST.word(),
            "List the snapshots of a VM as a tree; * is where it goes on from.",
            spec ->
                spec.addPositional(Options.one(0, Options.TARGET, "The VM."))
                    .addOption(Options.output())
                    .addOption(Options.timeout("Stop waiting after this time, such as 90s.")),
            SnapshotVerbs::list),
        new Command(
            Verb.SNAPSHOT_CREATE.noun(),
            Verb.SNAPSHOT_CREATE.word(),
            "Take a snapshot of a VM: its disks, and its memory while it runs.",
            SnapshotVerbs::createSyntax,
            SnapshotVerbs::create),
        new Command(
            Verb.SNAPSHOT_REVERT.noun(),
            Verb.SNAPSHOT_REVERT.word(),
            "Put a VM back to a snapshot; what came after is lost.",
            spec ->
                named(
                    spec, Options.flag("Run it then, even if it was off in the snapshot.", START)),
            call ->
                one(
                    call,
                    Verb.SNAPSHOT_REVERT,
                    vm -> new RevertSnapshot(vm.ref(), call.parameter(1), call.has(START)))),
        new Command(
            Verb.SNAPSHOT_DELETE.noun(),
            Verb.SNAPSHOT_DELETE.word(),
            "Delete a snapshot; the VM stays as it is.",
            spec -> named(spec, Options.flag("And all that were taken after it.", CHILDREN)),
            call ->
                one(
                    call,
                    Verb.SNAPSHOT_DELETE,
                    vm -> new DeleteSnapshot(vm.ref(), call.parameter(1), call.has(CHILDREN)))));
  }

  private static void named(CommandSpec spec, picocli.CommandLine.Model.OptionSpec more) {
    spec.addPositional(Options.one(0, Options.TARGET, "The VM."));
    spec.addPositional(Options.one(1, "NAME", "The snapshot."));
    spec.addOption(more);
    Options.ordering().forEach(spec::addOption);
  }

  private static void createSyntax(CommandSpec spec) {
    spec.addPositional(Options.one(0, Options.TARGET, "The VM."));
    spec.addPositional(Options.maybe(1, "NAME", "Its name; date and time when not given."));
    spec.addOption(
        Options.value("TEXT", String.class, text -> text, DESCRIPTION)
            .description("Why it was taken.")
            .build());
    spec.addOption(Options.flag("With the guest's memory; so it is when not said.", MEMORY));
    spec.addOption(Options.flag("The disks alone.", DISK_ONLY));
    spec.addOption(
        Options.flag("In files beside the disks; so it is for disks of a running VM.", EXTERNAL));
    spec.addOption(
        Options.flag("Let the guest's agent write everything to the disks first.", QUIESCE));
    Options.ordering().forEach(spec::addOption);
  }

  private static int create(Call call) {
    if (call.has(MEMORY) && call.has(DISK_ONLY)) {
      throw CommandException.usage("A snapshot is --memory or --disk-only, not both.");
    }
    String given = call.parameter(1);
    String name = given.isEmpty() ? CreateSnapshot.nameAt(call.around().clock().instant()) : given;
    String problem = CreateSnapshot.problemOf(name);
    if (!problem.isEmpty()) {
      throw CommandException.usage(problem);
    }
    int status =
        one(
            call,
            Verb.SNAPSHOT_CREATE,
            vm ->
                new CreateSnapshot(
                    vm.ref(),
                    name,
                    call.<String>option(DESCRIPTION).orElse(""),
                    call.has(DISK_ONLY) ? Content.DISKS : Content.ALL,
                    call.has(EXTERNAL),
                    call.has(QUIESCE)));
    if (status == ExitStatus.DONE && !call.has(Options.NO_WAIT) && !call.has(Options.DRY_RUN)) {
      warnOfLongChain(call);
    }
    return status;
  }

  private static void warnOfLongChain(Call call) {
    Targets targets = new Targets(call.fleet());
    Vm vm = targets.one(call.parameter(0));
    int chain = read(call, vm, targets.shown(vm)).chain();
    if (chain >= Snapshot.LONG_CHAIN) {
      call.talk()
          .say(
              "Warning: its chain has "
                  + chain
                  + " snapshots now, which slows the disks; delete those that are not needed.");
    }
  }

  private static int one(Call call, Verb verb, Function<Vm, Operation> operation) {
    Targets targets = new Targets(call.fleet());
    Vm vm = targets.one(call.parameter(0));
    return new Ordering(call)
        .run(verb, List.of(new Planned(operation.apply(vm), vm.name(), targets.shown(vm))));
  }

  private static int list(Call call) {
    Targets targets = new Targets(call.fleet());
    Vm vm = targets.one(call.parameter(0));
    Snapshot.Tree tree = read(call, vm, targets.shown(vm));
    call.results().list(SnapshotView.LISTING, SnapshotView.of(tree));
    return ExitStatus.DONE;
  }

  private static Snapshot.Tree read(Call call, Vm vm, String shown) {
    Planned planned = new Planned(new ListSnapshots(vm.ref()), vm.name(), shown);
    OperationRecord record = new Ordering(call).carryOut(planned);
    String result = record.result();
    if (record.state() != OperationState.SUCCEEDED || result == null) {
      throw new CommandException(ExitStatus.of(record), Said.ended(planned.title(), record));
    }
    return new Codec().read(Snapshot.Tree.class, result);
  }
}
