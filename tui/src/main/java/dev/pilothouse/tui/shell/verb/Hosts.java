package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Targets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The host of what does not exist yet. */
final class Hosts {
  private Hosts() {}

  /**
   * The one that was named, or the only one.
   *
   * @throws CommandException NOT_FOUND, or USAGE when there are several
   */
  static Host one(Call call, Fleet fleet, String option) {
    Optional<String> named = call.option(option);
    if (named.isPresent()) {
      return new Targets(fleet).host(named.get());
    }
    List<Host> hosts = fleet.hosts().stream().sorted(Comparator.comparing(Host::name)).toList();
    return switch (hosts.size()) {
      case 0 ->
          throw new CommandException(
              ExitStatus.NOT_FOUND, "There is no host yet: no agent has reported to this fleet.");
      case 1 -> hosts.getFirst();
      default ->
          throw CommandException.usage(
              "Say where with "
                  + option
                  + ": "
                  + String.join(", ", hosts.stream().map(h -> Visible.of(h.name())).toList())
                  + ".");
    };
  }
}
