package dev.pilothouse.fleet.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who needs a volume: what would break if it went or changed.
 *
 * @param vms with a disk on it, or on something that has it as backing file, however far beneath
 * @param volumes that have it beneath them
 */
public record ImageUse(List<Vm> vms, List<Volume> volumes) {
  public ImageUse {
    vms = List.copyOf(vms);
    volumes = List.copyOf(volumes);
  }

  public boolean none() {
    return vms.isEmpty() && volumes.isEmpty();
  }

  public static ImageUse of(Image image, Fleet fleet) {
    return of(image.path(), fleet.vms(image.host()), fleet.inventory(image.host()).pools());
  }

  /**
   * @param path of the volume
   * @param vms of its host
   * @param pools of its host; what lies outside of them is not known
   */
  public static ImageUse of(String path, Collection<Vm> vms, List<Pool> pools) {
    Map<String, List<Volume>> onTopOf = new HashMap<>();
    Map<String, String> pathOf = new HashMap<>();
    for (Pool pool : pools) {
      for (Volume volume : pool.volumes()) {
        pathOf.put(pool.name() + ":" + volume.name(), volume.path());
        if (!volume.backing().isEmpty()) {
          onTopOf.computeIfAbsent(volume.backing(), below -> new ArrayList<>()).add(volume);
        }
      }
    }
    Set<String> needing = new HashSet<>(Set.of(path));
    List<Volume> volumes = new ArrayList<>();
    List<String> look = new ArrayList<>(List.of(path));
    while (!look.isEmpty()) {
      for (Volume volume : onTopOf.getOrDefault(look.removeLast(), List.of())) {
        if (needing.add(volume.path())) {
          volumes.add(volume);
          look.add(volume.path());
        }
      }
    }
    List<Vm> users =
        vms.stream()
            .filter(
                vm ->
                    vm.disks().stream()
                        .map(Disk::source)
                        .anyMatch(s -> needing.contains(pathOf.getOrDefault(s, s))))
            .toList();
    return new ImageUse(users, volumes);
  }
}
