package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.call.Targets;
import dev.pilothouse.tui.shell.output.HistoryView;
import dev.pilothouse.tui.shell.output.VmView;
import java.util.List;

/** {@code vm list} and {@code vm show}. */
final class VmVerbs {
  private static final int NOTICES = 1000;

  private VmVerbs() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "vm",
            "list",
            "List VMs.",
            spec ->
                spec.addOption(Options.output())
                    .addOption(Options.filter())
                    .addPositional(Options.many(Options.TARGET, "Only these; globs allowed.")),
            VmVerbs::list),
        new Command(
            "vm",
            "show",
            "Show everything about a VM.",
            spec ->
                spec.addOption(Options.output())
                    .addPositional(
                        Options.one(0, Options.TARGET, "Name, host/name or UUID (or its start).")),
            VmVerbs::show));
  }

  private static int list(Call call) {
    Fleet fleet = call.fleet();
    call.results()
        .list(
            VmView.LISTING,
            new Targets(fleet)
                .of(call.parameters(), call.filter()).stream()
                    .map(vm -> view(call, fleet, vm))
                    .toList());
    return ExitStatus.DONE;
  }

  private static int show(Call call) {
    Fleet fleet = call.fleet();
    Vm vm = new Targets(fleet).one(call.parameter(0));
    List<HistoryView> history =
        MigrationVerbs.recentIfKnown(call)
            .map(recent -> HistoryView.of(vm.ref().uuid(), recent, call.room().notices(NOTICES)))
            .orElse(null);
    call.results()
        .one(
            VmView.LISTING,
            VmView.of(vm, fleet.host(vm.host()), call.around().clock(), history),
            VmView::sheet);
    return ExitStatus.DONE;
  }

  private static VmView view(Call call, Fleet fleet, Vm vm) {
    return VmView.of(vm, fleet.host(vm.host()), call.around().clock());
  }
}
