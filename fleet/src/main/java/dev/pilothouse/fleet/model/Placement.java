package dev.pilothouse.fleet.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which host a new VM should go to, and why. */
public final class Placement {
  /** What disks and memory of hosts an earlier choice has taken already, in bytes. */
  public record Taken(Map<String, Long> memory) {
    public Taken {
      memory = Map.copyOf(memory);
    }

    public static Taken nothing() {
      return new Taken(Map.of());
    }
  }

  /**
   * What a VM needs of a host.
   *
   * @param diskBytes what its disk takes at once
   * @param pool empty for {@link Inventory#usualPool}
   * @param image a name as for {@link ImageLookup}; empty for none
   * @param network empty for none
   */
  public record Need(
      int vcpus, long memoryBytes, long diskBytes, String pool, String network, String image) {
    /** The same for an image that will be brought there. */
    public Need withoutImage() {
      return new Need(vcpus, memoryBytes, diskBytes, pool, network, "");
    }
  }

  /**
   * @param host empty when none fits
   * @param why one sentence for the choice, and one for each host that does not fit
   */
  public record Choice(Optional<String> host, List<String> why) {
    public Choice {
      why = List.copyOf(why);
    }
  }

  private record Fit(Host host, long freeMemory, double busy, long room) {}

  private Placement() {}

  /** The host with the most free memory, then the least busy one, then the most room. */
  public static Choice choose(Fleet fleet, Need need, Taken taken) {
    List<Fit> fits = new ArrayList<>();
    List<String> why = new ArrayList<>();
    fleet.hosts().stream()
        .sorted(Comparator.comparing(Host::name))
        .forEach(
            host -> {
              long free = host.facts().freeBytes() - taken.memory().getOrDefault(host.name(), 0L);
              String unfit = unfit(fleet, host, need, free);
              if (unfit.isEmpty()) {
                fits.add(fit(fleet, host, need, free));
              } else {
                why.add(host.name() + " does not fit: " + unfit + ".");
              }
            });
    Optional<Fit> best =
        fits.stream()
            .min(
                Comparator.comparingLong((Fit fit) -> -fit.freeMemory)
                    .thenComparingDouble(Fit::busy)
                    .thenComparingLong(fit -> -fit.room)
                    .thenComparing(fit -> fit.host.name()));
    best.ifPresent(fit -> why.addFirst(because(fit, fits.size())));
    return new Choice(best.map(fit -> fit.host.name()), why);
  }

  private static Fit fit(Fleet fleet, Host host, Need need, long free) {
    double busy = host.facts().load() / Math.max(1, host.facts().cpus());
    long room = pool(fleet.inventory(host.name()), need).map(Pool::availableBytes).orElse(0L);
    return new Fit(host, free, busy, room);
  }

  private static String because(Fit fit, int fitting) {
    return fit.host.name()
        + (fitting == 1 ? " is the only host that fits: " : " has the most free memory: ")
        + ByteAmount.of(fit.freeMemory)
        + " of "
        + ByteAmount.of(fit.host.facts().memoryBytes())
        + ", load "
        + fit.host.facts().load()
        + " on "
        + fit.host.facts().cpus()
        + " CPUs, "
        + ByteAmount.of(fit.room)
        + " free in the pool.";
  }

  private static String unfit(Fleet fleet, Host host, Need need, long free) {
    Inventory inventory = fleet.inventory(host.name());
    Optional<Pool> pool = pool(inventory, need);
    if (host.presence() != Presence.ONLINE) {
      return "it does not answer";
    }
    if (free < need.memoryBytes()) {
      return "it has " + ByteAmount.of(Math.max(0, free)) + " of memory free";
    }
    if (host.facts().cpus() < need.vcpus()) {
      return "it has " + host.facts().cpus() + " CPUs";
    }
    if (pool.isEmpty() || !pool.get().active()) {
      return ("it has no active pool " + need.pool()).stripTrailing();
    }
    if (pool.get().availableBytes() < need.diskBytes()) {
      return "its pool has room for " + ByteAmount.of(pool.get().availableBytes());
    }
    if (!need.network().isEmpty()
        && inventory.network(need.network()).filter(VirtualNetwork::active).isEmpty()) {
      return "it has no active network " + need.network();
    }
    if (!need.image().isEmpty() && ImageLookup.find(inventory, need.image()).isEmpty()) {
      return "it has no image " + need.image();
    }
    return "";
  }

  private static Optional<Pool> pool(Inventory inventory, Need need) {
    return need.pool().isEmpty() ? inventory.usualPool() : inventory.pool(need.pool());
  }
}
