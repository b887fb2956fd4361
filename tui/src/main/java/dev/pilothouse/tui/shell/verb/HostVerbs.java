package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.call.Targets;
import dev.pilothouse.tui.shell.output.HostView;
import java.util.Comparator;
import java.util.List;

/** {@code host list} and {@code host show}. */
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
            HostVerbs::show));
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
    call.results()
        .one(HostView.LISTING, HostView.of(host, fleet, call.around().clock()), HostView::sheet);
    return ExitStatus.DONE;
  }
}
