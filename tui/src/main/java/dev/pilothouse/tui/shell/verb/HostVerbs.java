package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.placement.DrainProgress;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.call.Targets;
import dev.pilothouse.tui.shell.order.Confirmation;
import dev.pilothouse.tui.shell.output.HostView;
import java.util.Comparator;
import java.util.List;

/** {@code host list}, {@code host show} and {@code host forget}. */
final class HostVerbs {
  private HostVerbs() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "host",
            "list",
            "List hosts.",
            spec -> spec.addOption(Options.output()).addOption(Options.filter()),
            HostVerbs::list),
        new Command(
            "host",
            "show",
            "Show everything about a host.",
            spec ->
                spec.addOption(Options.output())
                    .addPositional(Options.one(0, Options.HOST, "The host's name.")),
            HostVerbs::show),
        new Command(
            "host",
            "forget",
            "Take a host out of the fleet that is gone for good; its VMs are not touched.",
            spec ->
                spec.addOption(Options.flag("Do not ask.", Options.YES))
                    .addOption(
                        Options.flag("Say what would be done and do nothing.", Options.DRY_RUN))
                    .addPositional(Options.one(0, Options.HOST, "The host's name.")),
            HostVerbs::forget));
  }

  private static int list(Call call) {
    Fleet fleet = call.fleet();
    call.results()
        .list(
            HostView.LISTING,
            fleet.hosts().stream()
                .filter(host -> call.filter().matches(host, fleet))
                .sorted(Comparator.comparing(Host::name))
                .map(host -> HostView.of(host, fleet, call.around().clock()))
                .toList());
    return ExitStatus.DONE;
  }

  private static int show(Call call) {
    Fleet fleet = call.fleet();
    Host host = new Targets(fleet).host(call.parameter(0));
    DrainProgress drain =
        host.facts().inMaintenance()
            ? MigrationVerbs.recentIfKnown(call)
                .map(recent -> DrainProgress.of(fleet, host.name(), recent))
                .orElse(null)
            : null;
    call.results()
        .one(
            HostView.LISTING,
            HostView.of(host, fleet, call.around().clock(), drain),
            HostView::sheet);
    return ExitStatus.DONE;
  }

  private static int forget(Call call) {
    String name = new Targets(call.fleet()).host(call.parameter(0)).name();
    String shown = Visible.of(name);
    String sentence = "Take host " + shown + " out of the fleet, with its VMs' last-known states.";
    if (call.has(Options.DRY_RUN)) {
      call.talk().say(sentence);
      return ExitStatus.DONE;
    }
    Confirmation.demand(call, "forget " + shown, sentence);
    call.room().forget(name, call.who());
    call.talk()
        .say("Host " + shown + " is forgotten. Its agent brings it back if it starts again.");
    return ExitStatus.DONE;
  }
}
