package dev.pilothouse.fleet.placement;

import dev.pilothouse.fleet.model.Inventory;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.placement.Need.Storage;
import dev.pilothouse.fleet.placement.Need.Storage.Files;
import dev.pilothouse.fleet.placement.Need.Storage.NewDisk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The pools of a host, and what disks would take in them. */
final class Shelves {
  private Shelves() {}

  /** Bytes by pool; what has no pool there is left out. */
  static Map<String, Long> asked(Inventory inventory, Storage storage) {
    Map<String, Long> asked = new LinkedHashMap<>();
    switch (storage) {
      case NewDisk disk ->
          pool(inventory, disk).ifPresent(pool -> asked.put(pool.name(), disk.bytes()));
      case Files files -> {
        for (Volume file : files.files()) {
          boolean there = Need.volume(inventory.pools(), file.path()).isPresent();
          folder(inventory, file)
              .ifPresent(
                  pool -> asked.merge(pool.name(), there ? 0 : file.allocationBytes(), Long::sum));
        }
      }
    }
    return asked;
  }

  /** What is not there at all, or has no room, in words that follow {@code it}. */
  static List<String> obstacles(String host, Inventory inventory, Storage storage, Taken taken) {
    LinkedHashSet<String> obstacles = new LinkedHashSet<>();
    switch (storage) {
      case NewDisk disk -> {
        if (pool(inventory, disk).isEmpty()) {
          obstacles.add(("it has no active pool " + disk.pool()).stripTrailing());
        }
      }
      case Files files ->
          files.files().stream()
              .filter(file -> !device(file) && folder(inventory, file).isEmpty())
              .forEach(file -> obstacles.add("it has no active pool in " + parent(file)));
    }
    asked(inventory, storage)
        .forEach(
            (name, bytes) -> {
              long room = room(host, inventory, name, taken);
              if (bytes > room) {
                obstacles.add("its pool " + name + " has room for " + Placement.amount(room));
              }
            });
    return new ArrayList<>(obstacles);
  }

  /** What is left in the pools that would be used, the least of them; empty for none. */
  static OptionalLong room(String host, Inventory inventory, Storage storage, Taken taken) {
    return asked(inventory, storage).keySet().stream()
        .mapToLong(pool -> room(host, inventory, pool, taken))
        .min();
  }

  private static long room(String host, Inventory inventory, String name, Taken taken) {
    long available = inventory.pool(name).map(Pool::availableBytes).orElse(0L);
    return Math.max(0, available - taken.space(host, name));
  }

  private static Optional<Pool> pool(Inventory inventory, NewDisk disk) {
    return (disk.pool().isEmpty() ? inventory.usualPool() : inventory.pool(disk.pool()))
        .filter(Pool::active);
  }

  private static Optional<Pool> folder(Inventory inventory, Volume file) {
    return inventory.pools().stream()
        .filter(pool -> pool.active() && pool.path().equals(parent(file)))
        .findFirst();
  }

  /** Whether a host has it by other means than a pool. */
  private static boolean device(Volume file) {
    return file.path().startsWith("/dev/");
  }

  private static String parent(Volume file) {
    int slash = file.path().lastIndexOf('/');
    return slash <= 0 ? "/" : file.path().substring(0, slash);
  }
}
