package dev.pilothouse.fleet.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A volume with who uses it, as far as the fleet knows: the disks that VMs have now.
 *
 * @param vms those with a disk on it
 * @param overlays the volumes of the host that have it beneath them
 */
public record VolumeUse(
    String host, Pool pool, Volume volume, List<Vm> vms, List<Volume> overlays) {
  public VolumeUse {
    vms = List.copyOf(vms);
    overlays = List.copyOf(overlays);
  }

  public boolean used() {
    return !vms.isEmpty() || !overlays.isEmpty();
  }

  /** {@code pool/volume}. */
  public String name() {
    return pool.name() + "/" + volume.name();
  }

  /** All volumes of a host, in the order of its pools. */
  public static List<VolumeUse> of(Fleet fleet, String host) {
    return of(host, fleet.inventory(host), fleet.vms(host));
  }

  private static List<VolumeUse> of(String host, Inventory inventory, Collection<Vm> vms) {
    Map<String, Set<Vm>> users = new HashMap<>();
    for (Vm vm : vms) {
      for (Disk disk : vm.disks()) {
        users.computeIfAbsent(disk.source(), source -> new LinkedHashSet<>()).add(vm);
      }
    }
    Map<String, List<Volume>> overlays = new HashMap<>();
    for (Pool pool : inventory.pools()) {
      for (Volume volume : pool.volumes()) {
        overlays.computeIfAbsent(volume.backing(), path -> new ArrayList<>()).add(volume);
      }
    }
    List<VolumeUse> all = new ArrayList<>();
    for (Pool pool : inventory.pools()) {
      for (Volume volume : pool.volumes()) {
        Set<Vm> of = new LinkedHashSet<>(users.getOrDefault(volume.path(), Set.of()));
        of.addAll(users.getOrDefault(source(pool, volume), Set.of()));
        all.add(
            new VolumeUse(
                host,
                pool,
                volume,
                List.copyOf(of),
                overlays.getOrDefault(volume.path(), List.of())));
      }
    }
    return all;
  }

  private static String source(Pool pool, Volume volume) {
    return pool.name() + ":" + volume.name();
  }

  /** Whether a disk's source, a path or {@code pool:volume}, is that volume. */
  public static boolean isOn(Disk disk, Pool pool, Volume volume) {
    return disk.source().equals(volume.path()) || disk.source().equals(source(pool, volume));
  }
}
