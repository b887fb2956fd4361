package dev.pilothouse.fleet.model;

import java.util.List;
import java.util.Optional;

/** What a host has beside its VMs, for VMs to be made of. */
public record Inventory(
    List<Pool> pools, List<VirtualNetwork> networks, List<Image> images, List<TrashedVm> trash) {
  /** Nothing is known. */
  public static final Inventory EMPTY = new Inventory(List.of(), List.of());

  public Inventory {
    pools = List.copyOf(pools);
    networks = List.copyOf(networks);
    images = List.copyOf(images);
    trash = List.copyOf(trash);
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
}
