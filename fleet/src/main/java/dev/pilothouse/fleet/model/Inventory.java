package dev.pilothouse.fleet.model;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a host has beside its VMs, for VMs to be made of.
 *
 * @param cpu which CPUs guests can have there; null when its agent does not say
 */
public record Inventory(
    List<Pool> pools,
    List<VirtualNetwork> networks,
    List<Image> images,
    List<TrashedVm> trash,
    @Nullable CpuSupport cpu) {
  private static final String USUAL = "default";

  /** Nothing is known. */
  public static final Inventory EMPTY = new Inventory(List.of(), List.of());

  public Inventory {
    pools = List.copyOf(pools);
    networks = List.copyOf(networks);
    images = List.copyOf(images);
    trash = List.copyOf(trash);
  }

  /** One whose CPUs are not known. */
  public Inventory(
      List<Pool> pools, List<VirtualNetwork> networks, List<Image> images, List<TrashedVm> trash) {
    this(pools, networks, images, trash, null);
  }

  /** Without images, and with an empty trash. */
  public Inventory(List<Pool> pools, List<VirtualNetwork> networks) {
    this(pools, networks, List.of(), List.of());
  }

  public Optional<Pool> pool(String name) {
    return pools.stream().filter(pool -> pool.name().equals(name)).findFirst();
  }

  public Optional<VirtualNetwork> network(String name) {
    return networks.stream().filter(network -> network.name().equals(name)).findFirst();
  }

  public Optional<Image> image(String name) {
    return images().stream().filter(image -> image.name().equals(name)).findFirst();
  }

  /** The pool for disks when nobody says which: {@code default}, else the first that is active. */
  public Optional<Pool> usualPool() {
    return pools.stream()
        .filter(Pool::active)
        .min(
            Comparator.comparing((Pool pool) -> !pool.name().equals(USUAL))
                .thenComparing(Pool::name));
  }

  /** The network to plug into when nobody says which, by the same rule. */
  public Optional<VirtualNetwork> usualNetwork() {
    return networks.stream()
        .filter(VirtualNetwork::active)
        .min(
            Comparator.comparing((VirtualNetwork network) -> !network.name().equals(USUAL))
                .thenComparing(VirtualNetwork::name));
  }
}
