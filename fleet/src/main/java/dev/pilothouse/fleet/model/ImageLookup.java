package dev.pilothouse.fleet.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What people call images: those of the catalogue by their names, and every other volume of an
 * active pool by its own. The only place that says so.
 */
public final class ImageLookup {
  private static final List<String> ENDINGS = List.of("", ".qcow2", ".img", ".raw", ".iso");

  /** What is known of an image of the catalogue, beside it. */
  private static final String FACTS = ".json";

  private ImageLookup() {}

  /**
   * A volume and the pool it lies in.
   *
   * @param name the image's in the catalogue; the path of a volume that is not in it
   * @param medium whether an operating system is installed from it
   * @param os the id of the one in it, as {@link OsId} has them; empty when nobody knows
   */
  public record Found(String name, Pool pool, Volume volume, boolean medium, String os) {}

  /**
   * What a disk can be cloned from: the catalogue first, then all other volumes but media, those
   * without a backing file first.
   */
  public static List<Found> images(Inventory inventory) {
    return all(inventory).stream()
        .filter(found -> !found.medium())
        .sorted(
            Comparator.comparing((Found found) -> found.name().equals(found.volume().path()))
                .thenComparing(found -> !found.volume().backing().isEmpty()))
        .toList();
  }

  /** What an operating system can be installed from. */
  public static List<Found> media(Inventory inventory) {
    return all(inventory).stream().filter(Found::medium).toList();
  }

  /**
   * What a name can mean: an image of the catalogue; else a volume as {@code debian-12}, {@code
   * debian-12.qcow2}, {@code pool/debian-12.qcow2} or a path. One is clear, several are not.
   */
  public static List<Found> find(Inventory inventory, String name) {
    List<Found> all = all(inventory);
    List<Found> named = all.stream().filter(each -> each.name().equals(name)).toList();
    for (String ending : ENDINGS) {
      if (!named.isEmpty()) {
        return named;
      }
      named =
          all.stream()
              .filter(
                  each ->
                      each.volume().name().equals(name + ending)
                          || (each.pool().name() + "/" + each.volume().name())
                              .equals(name + ending))
              .toList();
    }
    return named;
  }

  private static List<Found> all(Inventory inventory) {
    Map<String, Image> catalogue = new HashMap<>();
    inventory.images().forEach(image -> catalogue.put(image.path(), image));
    List<Found> all = new ArrayList<>();
    for (Pool pool : inventory.pools()) {
      if (pool.active()) {
        for (Volume volume : pool.volumes()) {
          Image image = catalogue.get(volume.path());
          if (image != null) {
            String os = OsId.of(image.os().isEmpty() ? image.name() : image.os());
            all.add(new Found(image.name(), pool, volume, image.kind() == Image.Kind.ISO, os));
          } else if (!volume.name().endsWith(FACTS)) {
            String os = OsId.of(volume.name());
            all.add(new Found(volume.path(), pool, volume, isMedium(volume), os));
          }
        }
      }
    }
    return all;
  }

  private static boolean isMedium(Volume volume) {
    return volume.format().equals("iso") || volume.name().endsWith(".iso");
  }
}
