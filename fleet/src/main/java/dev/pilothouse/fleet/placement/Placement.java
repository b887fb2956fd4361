package dev.pilothouse.fleet.placement;

import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which host a VM should go to, and why: the one rule for new VMs, those that migrate, those that
 * leave a host, and those that are moved to even the fleet out.
 *
 * <p>A host fits when nothing of {@link Obstacles} is in the way. Of those that fit, the best is
 * one that has VMs with the same {@code with:NAME} tag, then one whose CPUs are not all busy, then
 * the one with the most free memory, the least busy one, the one with the most room in its pools.
 */
public final class Placement {
  /**
   * A host that was looked at.
   *
   * @param rank from 1, the best; 0 when it does not fit
   * @param freeMemory in bytes, for VMs, after all that was promised
   * @param why what speaks for it, or each thing that speaks against it, as parts of a sentence
   *     such as {@code it does not answer}
   */
  public record Candidate(String host, int rank, long freeMemory, List<String> why) {
    public Candidate {
      why = List.copyOf(why);
    }

    public boolean fits() {
      return rank > 0;
    }

    /** In one line, as it came from outside. */
    public String said() {
      return String.join("; ", why);
    }
  }

  /**
   * All hosts: those that fit by rank, then the others by name.
   *
   * @param reason why the first is the best, as a sentence; why there is none otherwise
   */
  public record Choice(List<Candidate> candidates, String reason) {
    public Choice {
      candidates = List.copyOf(candidates);
    }

    public Optional<String> host() {
      return candidates.stream().filter(Candidate::fits).map(Candidate::host).findFirst();
    }

    /** Empty for a host that is not known. */
    public Optional<Candidate> candidate(String host) {
      return candidates.stream().filter(c -> c.host().equals(host)).findFirst();
    }

    /** One sentence for the choice, and one for each host that does not fit. */
    public List<String> why() {
      List<String> why = new ArrayList<>();
      if (host().isPresent()) {
        why.add(reason);
      }
      candidates.stream()
          .filter(candidate -> !candidate.fits())
          .forEach(c -> why.add(c.host() + " does not fit: " + c.said() + "."));
      return why;
    }
  }

  private record Fit(Host host, Memory memory, String company, double busy, OptionalLong room) {
    boolean full() {
      return busy >= 1;
    }
  }

  private static final Comparator<Fit> BEST =
      Comparator.comparing((Fit fit) -> fit.company.isEmpty())
          .thenComparing(Fit::full)
          .thenComparingLong(fit -> -fit.memory.free())
          .thenComparingDouble(Fit::busy)
          .thenComparingLong(fit -> -fit.room.orElse(0))
          .thenComparing(fit -> fit.host.name());

  private Placement() {}

  /** Looks at every host of the fleet. */
  public static Choice choose(Fleet fleet, Need need, Taken taken) {
    return choose(fleet, need, taken, List.of());
  }

  /**
   * @param among only these hosts; empty for all
   */
  public static Choice choose(Fleet fleet, Need need, Taken taken, List<String> among) {
    List<Fit> fits = new ArrayList<>();
    List<Candidate> unfit = new ArrayList<>();
    fleet.hosts().stream()
        .filter(host -> among.isEmpty() || among.contains(host.name()))
        .sorted(Comparator.comparing(Host::name))
        .forEach(
            host -> {
              List<String> obstacles = new Obstacles(fleet, host, need, taken).all();
              if (obstacles.isEmpty()) {
                fits.add(fit(fleet, host, need, taken));
              } else {
                unfit.add(
                    new Candidate(host.name(), 0, Memory.of(fleet, host, taken).free(), obstacles));
              }
            });
    fits.sort(BEST);
    List<Candidate> candidates = new ArrayList<>();
    for (Fit fit : fits) {
      candidates.add(
          new Candidate(
              fit.host.name(), candidates.size() + 1, fit.memory.free(), List.of(facts(fit))));
    }
    candidates.addAll(unfit);
    return new Choice(candidates, fits.isEmpty() ? none(unfit) : because(fits));
  }

  private static Fit fit(Fleet fleet, Host host, Need need, Taken taken) {
    double load = Math.max(0, host.facts().load() + taken.load(host.name()));
    return new Fit(
        host,
        Memory.of(fleet, host, taken),
        Neighbours.wanted(fleet, host.name(), need, taken),
        load / Math.max(1, host.facts().cpus()),
        Shelves.room(host.name(), fleet.inventory(host.name()), need.storage(), taken));
  }

  private static String because(List<Fit> fits) {
    Fit best = fits.getFirst();
    boolean most = fits.stream().allMatch(fit -> fit.memory.free() <= best.memory.free());
    String why =
        fits.size() == 1
            ? " is the only host that fits: "
            : !best.company.isEmpty()
                ? " has " + best.company + ": "
                : most ? " has the most free memory: " : " is less busy: ";
    return best.host.name() + why + facts(best) + ".";
  }

  private static String none(List<Candidate> unfit) {
    return unfit.isEmpty()
        ? "There is no other host."
        : "No host fits: "
            + String.join(
                ". ", unfit.stream().map(each -> each.host() + ": " + each.said()).toList())
            + ".";
  }

  private static String facts(Fit fit) {
    return amount(fit.memory.free())
        + " of "
        + amount(fit.memory.limit())
        + ", load "
        + fit.host.facts().load()
        + " on "
        + fit.host.facts().cpus()
        + " CPUs"
        + (fit.room.isEmpty() ? "" : ", " + amount(fit.room.getAsLong()) + " free in the pool");
  }

  static String amount(long bytes) {
    return ByteAmount.of(Math.max(0, bytes));
  }
}
