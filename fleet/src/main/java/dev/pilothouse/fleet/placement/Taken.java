package dev.pilothouse.fleet.placement;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.OperationRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What earlier choices have taken already and the fleet does not show yet.
 *
 * @param memory in bytes, by host; negative where more leaves than comes
 * @param load in CPUs, by host; negative likewise
 * @param space in bytes
 * @param moved which host each VM that was chosen for will be on
 */
public record Taken(
    Map<String, Long> memory,
    Map<String, Double> load,
    Map<Shelf, Long> space,
    Map<UUID, String> moved) {
  /** A pool of a host. */
  public record Shelf(String host, String pool) {}

  public Taken {
    memory = Map.copyOf(memory);
    load = Map.copyOf(load);
    space = Map.copyOf(space);
    moved = Map.copyOf(moved);
  }

  public static Taken nothing() {
    return new Taken(Map.of(), Map.of(), Map.of(), Map.of());
  }

  /** What migrations that were ordered and did not begin yet will take. */
  public static Taken by(Fleet fleet, Collection<OperationRecord> operations) {
    Taken taken = nothing();
    for (OperationRecord record : operations) {
      if (!record.state().terminal() && record.operation() instanceof MigrateVm migrate) {
        Vm leaving = fleet.vm(migrate.vm());
        boolean shown = fleet.vm(new VmRef(migrate.to().host(), migrate.vm().uuid())) != null;
        if (leaving != null && !shown) {
          taken = taken.plus(fleet, Need.of(fleet, leaving), migrate.to().host());
        }
      }
    }
    return taken;
  }

  /** With what {@code need} takes on {@code host}, and gives back on the host that it leaves. */
  public Taken plus(Fleet fleet, Need need, String host) {
    Map<String, Long> bytes = new HashMap<>(memory);
    Map<String, Double> busy = new HashMap<>(load);
    Map<Shelf, Long> room = new HashMap<>(space);
    Map<UUID, String> there = new HashMap<>(moved);
    if (need.active()) {
      bytes.merge(host, need.memoryBytes(), Long::sum);
      busy.merge(host, need.load(), Double::sum);
    }
    Shelves.asked(fleet.inventory(host), need.storage())
        .forEach((pool, asked) -> room.merge(new Shelf(host, pool), asked, Long::sum));
    Vm vm = need.vm();
    if (vm != null) {
      if (need.active()) {
        String from = moved.getOrDefault(vm.ref().uuid(), vm.host());
        bytes.merge(from, -need.memoryBytes(), Long::sum);
        busy.merge(from, -need.load(), Double::sum);
      }
      there.put(vm.ref().uuid(), host);
    }
    return new Taken(bytes, busy, room, there);
  }

  long memory(String host) {
    return memory.getOrDefault(host, 0L);
  }

  double load(String host) {
    return load.getOrDefault(host, 0.0);
  }

  long space(String host, String pool) {
    return space.getOrDefault(new Shelf(host, pool), 0L);
  }
}
