package dev.pilothouse.fleet.placement;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.Operation.Inverse;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The migrations away from a host that belong together because of their batch. */
public final class Batch {
  private Batch() {}

  /** The newest of each VM. */
  static Map<UUID, OperationRecord> newest(
      Collection<OperationRecord> operations, String host, String batch) {
    Map<UUID, OperationRecord> newest = new TreeMap<>();
    for (OperationRecord record : operations) {
      if (record.operation() instanceof MigrateVm migrate
          && migrate.host().equals(host)
          && migrate.batch().equals(batch)) {
        newest.merge(migrate.vm().uuid(), record, (a, b) -> a.number() > b.number() ? a : b);
      }
    }
    return newest;
  }

  /** Those that have not ended, oldest first: what stopping a drain cancels. */
  public static List<OperationRecord> underWay(
      Collection<OperationRecord> operations, String host, long maintenance) {
    return newest(operations, host, Long.toString(maintenance)).values().stream()
        .filter(record -> !record.state().terminal())
        .sorted(Comparator.comparingLong(OperationRecord::number))
        .toList();
  }

  /**
   * A VM that left and can come back.
   *
   * @param away where it is
   */
  public record Return(String name, String away, MigrateVm operation) {}

  /**
   * The orders that bring back what a drain took away, of the VMs that still are where it brought
   * them.
   *
   * @param maintenance the number of the operation that began it
   */
  public static List<Return> back(
      Fleet fleet, Collection<OperationRecord> operations, String host, long maintenance) {
    List<Return> back = new ArrayList<>();
    newest(operations, host, Long.toString(maintenance))
        .forEach(
            (uuid, record) -> {
              Optional<Vm> now = fleet.owner(uuid);
              if (record.state() == OperationState.SUCCEEDED
                  && record.operation() instanceof MigrateVm migrate
                  && migrate.inverse() instanceof Inverse.By by
                  && by.operation() instanceof MigrateVm home
                  && now.filter(vm -> vm.host().equals(migrate.to().host())).isPresent()) {
                back.add(new Return(now.get().name(), now.get().host(), home));
              }
            });
    back.sort(Comparator.comparing(Return::name));
    return back;
  }
}
