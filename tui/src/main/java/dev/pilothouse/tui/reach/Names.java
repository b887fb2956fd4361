package dev.pilothouse.tui.reach;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.tui.filter.FleetFilter;
import dev.pilothouse.tui.shell.call.Targets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * VMs by the names that SSH clients send: whatever people call VMs elsewhere, and, since {@code ssh
 * -L} takes no slash, {@code NAME.HOST} for {@code HOST/NAME}. OpenSSH makes the names of {@code
 * -J} lower case, so case counts only where it makes a difference.
 */
record Names(Fleet fleet) {
  private static final int MOST_CANDIDATES = 10;

  /**
   * The one VM that {@code name} means.
   *
   * @throws OperationException NOT_FOUND, also for everything that is no VM; BAD_INPUT when it can
   *     mean several, with all of them
   */
  Vm one(String name) {
    List<Vm> found = called(name);
    return switch (found.size()) {
      case 0 -> throw unknown(name);
      case 1 -> found.getFirst();
      default -> throw ambiguous(name, found);
    };
  }

  private List<Vm> called(String name) {
    Targets targets = new Targets(fleet);
    List<Vm> found = targets.called(name);
    if (found.isEmpty()) {
      found = onHost(name, targets);
    }
    if (found.isEmpty()) {
      found =
          targets.matching(FleetFilter.NONE).stream()
              .filter(vm -> vm.name().equalsIgnoreCase(name))
              .toList();
    }
    return found;
  }

  /** {@code web01.h1.example.org} on the host {@code h1.example.org}. */
  private List<Vm> onHost(String name, Targets targets) {
    return fleet.hosts().stream()
        .map(Host::name)
        .filter(
            host ->
                name.length() > host.length() + 1
                    && name.regionMatches(
                        true, name.length() - host.length() - 1, "." + host, 0, host.length() + 1))
        .flatMap(
            host -> {
              String vm = name.substring(0, name.length() - host.length() - 1);
              List<Vm> exact = targets.called(host + "/" + vm);
              return exact.isEmpty()
                  ? fleet.residents(host).stream().filter(v -> v.name().equalsIgnoreCase(vm))
                  : exact.stream();
            })
        .toList();
  }

  private OperationException unknown(String name) {
    return new OperationException(
        new Failure(
            ErrorCode.NOT_FOUND,
            "There is no VM '" + Visible.line(name) + "', and nothing but VMs is reached here.",
            "'vm list' shows their names."));
  }

  private static OperationException ambiguous(String name, List<Vm> found) {
    String candidates =
        found.stream()
            .limit(MOST_CANDIDATES)
            .map(
                vm -> Visible.of(vm.name()) + "." + Visible.of(vm.host()) + " = " + vm.ref().uuid())
            .collect(Collectors.joining(", "));
    return new OperationException(
        new Failure(
            ErrorCode.BAD_INPUT,
            "'" + Visible.line(name) + "' can mean several VMs: " + candidates + ".",
            "Say NAME.HOST or the UUID."));
  }
}
