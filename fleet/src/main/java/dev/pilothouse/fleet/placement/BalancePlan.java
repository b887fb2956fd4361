package dev.pilothouse.fleet.placement;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.MigrationOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which VMs should move so that all hosts carry about the same: the share of the memory that is
 * promised, or of the CPUs that are busy, whichever is more. A move is proposed only between hosts
 * that are a fifth of that apart, and only when it brings them closer by at least what it moves:
 * one that makes the other host the full one is none. Each VM moves once at most.
 *
 * @param before what each host carries now
 * @param after what it would carry then
 */
public record BalancePlan(List<Move> moves, List<Carried> before, List<Carried> after) {
  private static final double FAR_APART = 0.2;

  /** Below this, a share is only noise. */
  private static final double NOTHING = 0.01;

  /** What a host carries, as shares that are 1 when it carries all that it can. */
  public record Carried(String host, double memory, double cpu) {
    public double most() {
      return Math.max(memory, cpu);
    }
  }

  private record Proposal(Move move, Need need, double peak) {}

  public BalancePlan {
    moves = List.copyOf(moves);
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /**
   * @param already what was ordered already
   */
  public static BalancePlan of(Fleet fleet, Taken already) {
    Taken taken = already;
    List<Move> moves = new ArrayList<>();
    Set<UUID> moved = new HashSet<>(already.moved().keySet());
    while (true) {
      Proposal best = best(fleet, taken, moved);
      if (best == null) {
        return new BalancePlan(moves, carried(fleet, already), carried(fleet, taken));
      }
      moves.add(best.move);
      moved.add(best.move.vm().ref().uuid());
      taken = taken.plus(fleet, best.need, best.move.to().host());
    }
  }

  /** The orders. They are part of nothing larger. */
  public List<MigrateVm> operations(MigrationOptions options) {
    return moves.stream().map(move -> move.operation(options, null, "")).toList();
  }

  /** From the fullest host that a move helps. */
  private static @Nullable Proposal best(Fleet fleet, Taken taken, Set<UUID> moved) {
    List<Carried> fullest =
        carried(fleet, taken).stream()
            .sorted(Comparator.comparingDouble(Carried::most).reversed())
            .toList();
    for (Carried from : fullest) {
      Optional<Proposal> best =
          fleet.residents(from.host()).stream()
              .filter(vm -> vm.state().active() && !moved.contains(vm.ref().uuid()))
              .filter(vm -> fleet.owns(vm.ref()))
              .sorted(Comparator.comparing(Vm::name))
              .flatMap(vm -> proposal(fleet, taken, vm, from).stream())
              .min(Comparator.comparingDouble(Proposal::peak));
      if (best.isPresent()) {
        return best.get();
      }
    }
    return null;
  }

  private static Optional<Proposal> proposal(Fleet fleet, Taken taken, Vm vm, Carried from) {
    Need need = Need.of(fleet, vm);
    return Placement.choose(fleet, need, taken).candidates().stream()
        .filter(Placement.Candidate::fits)
        .flatMap(target -> proposal(fleet, taken, need, vm, from, target.host()).stream())
        .min(Comparator.comparingDouble(Proposal::peak));
  }

  private static Optional<Proposal> proposal(
      Fleet fleet, Taken taken, Need need, Vm vm, Carried from, String to) {
    Taken then = taken.plus(fleet, need, to);
    double left = carried(fleet, then, vm.host());
    double gained = carried(fleet, then, to);
    double apart = from.most() - carried(fleet, taken, to);
    double closer = apart - Math.abs(left - gained);
    double moved = from.most() - left;
    double peak = Math.max(left, gained);
    if (apart < FAR_APART || moved < NOTHING || closer < moved || peak > from.most() - NOTHING) {
      return Optional.empty();
    }
    String why =
        String.format(
            Locale.ROOT,
            "%s carries %.0f%% of its %s, %s %.0f%%; with %s there they are at %.0f%% and %.0f%%.",
            from.host(),
            100 * from.most(),
            from.memory() >= from.cpu() ? "memory" : "CPUs",
            to,
            100 * carried(fleet, taken, to),
            vm.name(),
            100 * left,
            100 * gained);
    return Move.of(fleet, vm, to, why).map(move -> new Proposal(move, need, peak));
  }

  private static double carried(Fleet fleet, Taken taken, String host) {
    return carried(fleet, taken).stream()
        .filter(each -> each.host().equals(host))
        .mapToDouble(Carried::most)
        .findFirst()
        .orElse(Double.MAX_VALUE);
  }

  /** Of the hosts that answer and are not in maintenance. */
  private static List<Carried> carried(Fleet fleet, Taken taken) {
    return fleet.hosts().stream()
        .filter(host -> host.presence() == Presence.ONLINE && !host.facts().inMaintenance())
        .sorted(Comparator.comparing(Host::name))
        .map(host -> carried(fleet, taken, host))
        .toList();
  }

  private static Carried carried(Fleet fleet, Taken taken, Host host) {
    Memory memory = Memory.of(fleet, host, taken);
    double busy = Math.max(0, host.facts().load() + taken.load(host.name()));
    return new Carried(
        host.name(),
        (double) memory.promised() / Math.max(1, memory.limit()),
        busy / Math.max(1, host.facts().cpus()));
  }
}
