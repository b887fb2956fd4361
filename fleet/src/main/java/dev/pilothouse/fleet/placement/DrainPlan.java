package dev.pilothouse.fleet.placement;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.placement.Placement.Choice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where every VM of a host would go if the host were to be emptied. The largest are placed first,
 * each on the host that is best once those before it are there, so that they spread.
 *
 * @param moves in the order in which they are to be ordered
 * @param stays those that cannot go anywhere
 */
public record DrainPlan(String host, List<Move> moves, List<Stay> stays) {
  /** The order in which people look for VMs. */
  private static final Comparator<Vm> BY_NAME =
      Comparator.comparing(Vm::name, String.CASE_INSENSITIVE_ORDER)
          .thenComparing(vm -> vm.ref().uuid());

  private static final Comparator<Vm> LARGEST_FIRST =
      Comparator.comparing((Vm vm) -> !vm.state().active())
          .thenComparing(Vm::memoryBytes, Comparator.reverseOrder())
          .thenComparing(BY_NAME);

  /**
   * A VM that cannot go.
   *
   * @param why as sentences
   */
  public record Stay(Vm vm, String why) {}

  public DrainPlan {
    moves = List.copyOf(moves);
    stays = List.copyOf(stays);
  }

  /**
   * @param among the hosts that they may go to; empty for all
   * @param taken what was ordered already
   */
  public static DrainPlan of(Fleet fleet, String host, List<String> among, Taken taken) {
    return of(fleet, host, fleet.residents(host), among, taken);
  }

  /** The same for some of its VMs. */
  static DrainPlan of(
      Fleet fleet, String host, Collection<Vm> vms, List<String> among, Taken before) {
    Taken taken = before;
    List<Move> moves = new ArrayList<>();
    List<Stay> stays = new ArrayList<>();
    for (Vm vm : vms.stream().sorted(LARGEST_FIRST).toList()) {
      Optional<Vm> owner = fleet.owner(vm.ref().uuid());
      if (owner.isPresent() && !owner.get().ref().equals(vm.ref())) {
        stays.add(
            new Stay(
                vm,
                owner.get().host()
                    + " has it, and what is left of it here is none: delete its definition."));
        continue;
      }
      Need need = Need.of(fleet, vm);
      Choice choice = Placement.choose(fleet, need, taken, elsewhere(fleet, host, among));
      Optional<Move> move =
          choice.host().flatMap(target -> Move.of(fleet, vm, target, choice.reason()));
      if (move.isPresent()) {
        moves.add(move.get());
        taken = taken.plus(fleet, need, move.get().to().host());
      } else {
        stays.add(new Stay(vm, choice.reason()));
      }
    }
    stays.sort(Comparator.comparing(Stay::vm, BY_NAME));
    return new DrainPlan(host, moves, stays);
  }

  /** That it is on its own host already is no reason worth a word. */
  private static List<String> elsewhere(Fleet fleet, String host, List<String> among) {
    List<String> others =
        fleet.hosts().stream()
            .map(each -> each.name())
            .filter(name -> !name.equals(host) && (among.isEmpty() || among.contains(name)))
            .toList();
    // An empty list would mean all of them.
    return others.isEmpty() ? List.of("") : others;
  }

  /**
   * The orders.
   *
   * @param maintenance the number of the operation that began the host's maintenance
   */
  public List<MigrateVm> operations(MigrationOptions options, long maintenance) {
    return moves.stream()
        .map(move -> move.operation(options, null, Long.toString(maintenance)))
        .toList();
  }
}
