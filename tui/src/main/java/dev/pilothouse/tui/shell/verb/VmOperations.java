package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.Operation.ShutdownVm;
import dev.pilothouse.fleet.operation.Operation.ShutdownVm.AfterGrace;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.call.Targets;
import dev.pilothouse.tui.shell.order.Ordering;
import dev.pilothouse.tui.shell.order.Planned;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** The verbs that order one operation for each VM that they name. */
final class VmOperations {
  private static final String GRACE = "--grace";
  private static final String THEN = "--then";
  private static final Duration DEFAULT_GRACE = Duration.ofMinutes(1);

  private VmOperations() {}

  static List<Command> all() {
    return List.of(
        many(Verb.START, "Start VMs.", Operation.StartVm::new),
        many(
            Verb.SHUTDOWN,
            "Ask guests to shut down, and wait until they have.",
            VmOperations::shutdownOptions,
            VmOperations::shutdown),
        many(Verb.REBOOT, "Ask guests to reboot.", Operation.RebootVm::new),
        many(Verb.RESET, "Reset VMs at once, without asking the guest.", Operation.ResetVm::new),
        many(Verb.FORCE_OFF, "Cut the power of VMs.", Operation.ForceOffVm::new),
        many(Verb.PAUSE, "Pause VMs; their memory stays.", Operation.PauseVm::new),
        many(Verb.RESUME, "Resume paused VMs.", Operation.ResumeVm::new),
        many(
            Verb.DELETE,
            "Delete the definitions of VMs; their disks stay.",
            Operation.DeleteVm::new),
        new Command(
            "vm",
            Verb.AUTOSTART.word(),
            "Choose whether VMs start whenever their host boots.",
            spec -> {
              spec.addPositional(Options.one(0, Options.TARGET, "A VM, or a glob for several."));
              spec.addPositional(Options.onOff(1));
              spec.addOption(Options.filter());
              Options.ordering().forEach(spec::addOption);
            },
            VmOperations::autostart),
        new Command(
            "vm",
            Verb.RENAME.word(),
            "Rename a VM that is shut off.",
            spec -> {
              spec.addPositional(Options.one(0, Options.TARGET, "The VM."));
              spec.addPositional(Options.one(1, "NAME", "Its new name."));
              Options.ordering().forEach(spec::addOption);
            },
            VmOperations::rename));
  }

  static Command many(Verb verb, String summary, Function<VmRef, Operation> operation) {
    return many(verb, summary, spec -> {}, (call, vm) -> operation.apply(vm.ref()));
  }

  static Command many(
      Verb verb,
      String summary,
      Consumer<CommandSpec> more,
      BiFunction<Call, Vm, Operation> operation) {
    return new Command(
        "vm",
        verb.word(),
        summary,
        spec -> {
          spec.addPositional(
              Options.many(Options.TARGET, "Names, host/name, UUIDs (or their start) or globs."));
          spec.addOption(Options.filter());
          more.accept(spec);
          Options.ordering().forEach(spec::addOption);
        },
        call -> {
          if (call.parameters().isEmpty() && !call.has(Options.FILTER)) {
            throw CommandException.usage(
                "Say which VMs to "
                    + verb.word()
                    + ": by name, host/name, UUID, glob or --filter.");
          }
          Targets targets = new Targets(call.fleet());
          List<Vm> vms = targets.of(call.parameters(), call.filter());
          return order(call, verb, targets, vms, vm -> operation.apply(call, vm));
        });
  }

  private static int order(
      Call call, Verb verb, Targets targets, List<Vm> vms, Function<Vm, Operation> operation) {
    return new Ordering(call)
        .run(
            verb,
            vms.stream()
                .map(vm -> new Planned(operation.apply(vm), vm.name(), targets.shown(vm)))
                .toList());
  }

  private static void shutdownOptions(CommandSpec spec) {
    spec.addOption(
        Options.value("TIME", Duration.class, Options::duration, GRACE)
            .description("How long the guest may take; 60s when not given.")
            .build());
    spec.addOption(
        Options.value("ACTION", AfterGrace.class, Options::afterGrace, THEN)
            .completionCandidates(List.of("leave", "force-off"))
            .description("What happens then: leave (when not given) or force-off.")
            .build());
  }

  private static Operation shutdown(Call call, Vm vm) {
    return new ShutdownVm(
        vm.ref(),
        call.<Duration>option(GRACE).orElse(DEFAULT_GRACE),
        call.<AfterGrace>option(THEN).orElse(AfterGrace.LEAVE));
  }

  private static int autostart(Call call) {
    boolean on = call.onOff(1);
    Targets targets = new Targets(call.fleet());
    List<Vm> vms = targets.of(List.of(call.parameter(0)), call.filter());
    return order(
        call, Verb.AUTOSTART, targets, vms, vm -> new Operation.SetAutostart(vm.ref(), on));
  }

  private static int rename(Call call) {
    String name = call.parameter(1);
    if (name.isBlank() || name.indexOf('/') >= 0 || !Visible.of(name).equals(name)) {
      throw CommandException.usage(
          "'"
              + Visible.of(name)
              + "' cannot be a name: it must be visible as a whole and hold no '/'.");
    }
    Targets targets = new Targets(call.fleet());
    Vm vm = targets.one(call.parameter(0));
    return order(
        call,
        Verb.RENAME,
        targets,
        List.of(vm),
        each -> new Operation.RenameVm(each.ref(), each.name(), name));
  }
}
