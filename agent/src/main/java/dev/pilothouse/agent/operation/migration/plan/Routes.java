package dev.pilothouse.agent.operation.migration.plan;

import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.operation.migration.plan.DiskRoute.Beneath;
import dev.pilothouse.agent.operation.storage.Pools.Place;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Volume;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How all disks of a VM come to the other host.
 *
 * @param pools of both hosts
 */
record Routes(List<DiskRoute> disks, SharedPools pools) {
  /** An overlay on an overlay, and so on; more than that is a circle. */
  private static final int LONGEST_CHAIN = 200;

  Routes {
    disks = List.copyOf(disks);
  }

  static Routes of(Work work, Peer peer, List<Disk> disks) {
    List<Pool> here = work.hypervisor().storage().pools();
    Set<String> used = new HashSet<>();
    for (Disk disk : disks) {
      Optional<Place> place = at(here, disk.source());
      place.ifPresent(found -> used.add(found.pool().name()));
      place.ifPresent(
          found -> chain(here, found).files.forEach(file -> used.add(file.pool().name())));
    }
    SharedPools pools = SharedPools.probe(work, peer, used);
    List<DiskRoute> routes = new ArrayList<>();
    for (Disk disk : disks) {
      if (!disk.source().isEmpty()) {
        routes.add(route(here, pools, disk));
      }
    }
    return new Routes(routes, pools);
  }

  private static DiskRoute route(List<Pool> here, SharedPools pools, Disk disk) {
    Optional<Place> from = at(here, disk.source());
    if (from.isEmpty()) {
      return new DiskRoute(
          disk, from, Optional.empty(), false, anywhere(pools, disk.source()), List.of(), "");
    }
    Place place = from.get();
    Chain chain = chain(here, place);
    List<Beneath> beneath =
        chain.files.stream()
            .map(
                file ->
                    new Beneath(
                        file,
                        pools.counterpart(file.pool()),
                        pools.shared().contains(file.pool().name()),
                        there(pools, file)))
            .toList();
    return new DiskRoute(
        disk,
        from,
        pools.counterpart(place.pool()),
        pools.shared().contains(place.pool().name()),
        there(pools, place),
        beneath,
        chain.lost);
  }

  private static Optional<Volume> there(SharedPools pools, Place place) {
    return anywhere(pools, place.volume().path());
  }

  private static Optional<Volume> anywhere(SharedPools pools, String path) {
    return at(pools.there(), path).map(Place::volume);
  }

  /** What lies under a volume. */
  private record Chain(List<Place> files, String lost) {}

  private static Chain chain(List<Pool> pools, Place of) {
    List<Place> files = new ArrayList<>();
    String beneath = of.volume().backing();
    while (!beneath.isEmpty() && files.size() < LONGEST_CHAIN) {
      Optional<Place> next = at(pools, beneath);
      if (next.isEmpty()) {
        return new Chain(files, beneath);
      }
      files.add(next.get());
      beneath = next.get().volume().backing();
    }
    return new Chain(files, "");
  }

  /** By its path, or as {@code pool:volume}. */
  private static Optional<Place> at(List<Pool> pools, String source) {
    for (Pool pool : pools) {
      for (Volume volume : pool.volumes()) {
        if (volume.path().equals(source) || source.equals(pool.name() + ":" + volume.name())) {
          return Optional.of(new Place(pool, volume));
        }
      }
    }
    return Optional.empty();
  }
}
