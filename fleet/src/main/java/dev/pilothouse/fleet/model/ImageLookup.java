package dev.pilothouse.fleet.model;

import java.util.Comparator;
import java.util.List;

/**
 * What people call images: for now every volume of an active pool is one. The only place that says
 * so.
 */
public final class ImageLookup {
  private static final List<String> ENDINGS = List.of("", ".qcow2", ".img", ".raw", ".iso");

  private ImageLookup() {}

  /** A volume and the pool it lies in. */
  public record Found(Pool pool, Volume volume) {}

  /**
   * What a disk can be cloned from: all but media and seeds, those without a backing file first.
   */
  public static List<Found> images(Inventory inventory) {
    return all(inventory).stream()
        .filter(found -> !isMedium(found.volume()))
        .sorted(Comparator.comparing(found -> !found.volume().backing().isEmpty()))
        .toList();
  }

  /** What an operating system can be installed from. */
  public static List<Found> media(Inventory inventory) {
    return all(inventory).stream().filter(found -> isMedium(found.volume())).toList();
  }

  /**
   * The volumes that a name can mean: {@code debian-12}, {@code debian-12.qcow2}, {@code
   * pool/debian-12.qcow2} or a path. One is clear, several are not.
   */
  public static List<Found> find(Inventory inventory, String name) {
    for (String ending : ENDINGS) {
      List<Found> found =
          all(inventory).stream()
              .filter(
                  each ->
                      each.volume().path().equals(name)
                          || each.volume().name().equals(name + ending)
                          || (each.pool().name() + "/" + each.volume().name())
                              .equals(name + ending))
              .toList();
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private static List<Found> all(Inventory inventory) {
    return inventory.pools().stream()
        .filter(Pool::active)
        .flatMap(pool -> pool.volumes().stream().map(volume -> new Found(pool, volume)))
        .toList();
  }

  private static boolean isMedium(Volume volume) {
    return volume.format().equals("iso") || volume.name().endsWith(".iso");
  }
}
