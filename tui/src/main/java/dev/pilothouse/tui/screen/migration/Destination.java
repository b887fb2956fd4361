package dev.pilothouse.tui.screen.migration;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.placement.Move;
import dev.pilothouse.fleet.placement.Need;
import dev.pilothouse.fleet.placement.Placement;
import dev.pilothouse.fleet.placement.Placement.Candidate;
import dev.pilothouse.fleet.placement.Placement.Choice;
import dev.pilothouse.fleet.placement.Taken;
import dev.pilothouse.tui.screen.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A host that VMs could go to.
 *
 * @param host empty for the one that is best for each of them
 * @param freeMemory in bytes, before they come; 0 where it is several hosts
 * @param moves those that fit
 * @param stays those that do not, and why not
 * @param reason what speaks for it; empty when nothing in particular does
 */
record Destination(
    String host, long freeMemory, List<Move> moves, List<Stay> stays, String reason) {
  /** A VM that cannot go there. */
  record Stay(Vm vm, String why) {}

  Destination {
    moves = List.copyOf(moves);
    stays = List.copyOf(stays);
  }

  boolean fits() {
    return !moves.isEmpty();
  }

  /** The one host that a VM was to go to before; it stays when that host is gone. */
  static Destination again(Vm vm, String host, String why, Fleet fleet) {
    return Move.of(fleet, vm, host, why)
        .map(move -> new Destination(host, 0, List.of(move), List.of(), ""))
        .orElseGet(
            () ->
                new Destination(
                    host,
                    0,
                    List.of(),
                    List.of(new Stay(vm, host + " is not known any more.")),
                    ""));
  }

  /** The best first. */
  static List<Destination> of(List<Vm> vms, World world) {
    if (vms.isEmpty()) {
      return List.of();
    }
    Fleet fleet = world.fleet();
    Choice first =
        Placement.choose(
            fleet, Need.of(fleet, vms.getFirst()), Taken.by(fleet, world.operations()));
    List<Destination> all = new ArrayList<>();
    for (Candidate candidate : first.candidates()) {
      if (vms.size() > 1 || !candidate.host().equals(vms.getFirst().host())) {
        boolean best = all.isEmpty() && vms.size() == 1 && candidate.fits();
        all.add(
            at(vms, candidate.host(), candidate.freeMemory(), best ? first.reason() : "", world));
      }
    }
    if (vms.size() > 1) {
      all.sort(Comparator.comparingInt(destination -> -destination.moves().size()));
      all.addFirst(at(vms, "", 0, "Each goes to the host that is best for it.", world));
    }
    return all;
  }

  private static Destination at(
      List<Vm> vms, String host, long freeMemory, String reason, World world) {
    Fleet fleet = world.fleet();
    Taken taken = Taken.by(fleet, world.operations());
    List<Move> moves = new ArrayList<>();
    List<Stay> stays = new ArrayList<>();
    for (Vm vm : vms) {
      Need need = Need.of(fleet, vm);
      Choice choice =
          Placement.choose(fleet, need, taken, host.isEmpty() ? List.of() : List.of(host));
      Move move =
          choice.host().flatMap(to -> Move.of(fleet, vm, to, why(choice, host))).orElse(null);
      if (move == null) {
        stays.add(new Stay(vm, why(choice, host)));
      } else {
        moves.add(move);
        taken = taken.plus(fleet, need, move.to().host());
      }
    }
    return new Destination(host, freeMemory, moves, stays, reason);
  }

  private static String why(Choice choice, String host) {
    return host.isEmpty()
        ? choice.reason()
        : choice.candidate(host).map(Candidate::said).orElse("there is no such host");
  }
}
