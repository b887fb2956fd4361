package dev.pilothouse.fleet.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a host has beside its VMs, for VMs to be made of. */
public record Inventory(
    List<Pool> pools,
    List<VirtualNetwork> networks,
    @Nullable List<TrashedVm> trash,
    @Nullable List<Image> images) {
  /** Nothing is known. */
  public static final Inventory EMPTY = new Inventory(List.of(), List.of());

  public Inventory {
    pools = List.copyOf(pools);
    networks = List.copyOf(networks);
    trash = trash == null ? List.of() : List.copyOf(trash);
    images = images == null ? List.of() : List.copyOf(images);
  }

  /** With an empty trash and without images. */
  public Inventory(List<Pool> pools, List<VirtualNetwork> networks) {
    this(pools, networks, List.of(), List.of());
  }

  /** Without images. */
  public Inventory(
      List<Pool> pools, List<VirtualNetwork> networks, @Nullable List<TrashedVm> trash) {
    this(pools, networks, trash, List.of());
  }

  /** What VMs can be made of; older agents do not tell. */
  @Override
  public List<Image> images() {
    return images == null ? List.of() : images;
  }

  /** What can be restored; older agents do not tell. */
  @Override
  public List<TrashedVm> trash() {
    return trash == null ? List.of() : trash;
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
