package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.MigrationPlan.Finding;
import dev.pilothouse.fleet.placement.Move;
import dev.pilothouse.fleet.placement.Need;
import dev.pilothouse.fleet.placement.Placement;
import dev.pilothouse.fleet.placement.Placement.Candidate;
import dev.pilothouse.fleet.placement.Placement.Choice;
import dev.pilothouse.fleet.placement.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where VMs go that a person wants to migrate at once. */
final class Routes {
  /**
   * @param move empty when there is no place for it
   * @param why a sentence for it
   * @param blockers what stands in the way
   */
  record Route(Vm vm, Optional<Move> move, String to, String why, List<Finding> blockers) {}

  private Routes() {}

  /**
   * @param to empty to let {@link Placement} choose for each
   * @param before what was ordered already
   */
  static List<Route> of(Fleet fleet, List<Vm> vms, Optional<String> to, Taken before) {
    List<Route> routes = new ArrayList<>();
    Taken taken = before;
    for (Vm vm : vms) {
      Need need = Need.of(fleet, vm);
      List<String> among = to.map(List::of).orElse(List.of());
      Choice choice = Placement.choose(fleet, need, taken, among);
      Optional<Move> move =
          choice.host().flatMap(host -> Move.of(fleet, vm, host, reason(choice, to)));
      if (move.isPresent()) {
        taken = taken.plus(fleet, need, move.get().to().host());
      }
      routes.add(
          new Route(
              vm,
              move,
              to.or(choice::host).orElse(""),
              reason(choice, to),
              move.isPresent() ? List.of() : blockers(choice, vm)));
    }
    return routes;
  }

  /** Of a host that a person chose, what Placement thinks of it is of no interest. */
  private static String reason(Choice choice, Optional<String> to) {
    return to.isPresent() && choice.host().isPresent() ? "" : choice.reason();
  }

  private static List<Finding> blockers(Choice choice, Vm vm) {
    return choice.candidates().stream()
        .filter(candidate -> !candidate.host().equals(vm.host()) || choice.candidates().size() == 1)
        .map(candidate -> new Finding(refusal(candidate), "Change that, or choose another host."))
        .toList();
  }

  private static String refusal(Candidate candidate) {
    return candidate.host() + " does not fit: " + candidate.said() + ".";
  }

  /** What to tell a person of a route that leads nowhere. */
  static String refused(Route route, String shown) {
    return shown
        + " is not migrated. "
        + (route.blockers.isEmpty()
            ? route.why
            : String.join(" ", route.blockers.stream().map(Finding::what).toList()));
  }
}
