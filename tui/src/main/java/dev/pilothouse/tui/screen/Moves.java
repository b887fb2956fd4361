package dev.pilothouse.tui.screen;

import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which VMs are on their way to another host, or wait for it.
 *
 * @param byVm the operations that move them, none of which has ended
 */
public record Moves(Map<UUID, OperationRecord> byVm) {
  public Moves {
    byVm = Map.copyOf(byVm);
  }

  static Moves of(List<OperationRecord> newestFirst) {
    Map<UUID, OperationRecord> found = new HashMap<>();
    for (OperationRecord record : newestFirst) {
      if (!record.state().terminal() && record.operation() instanceof MigrateVm migrate) {
        found.merge(migrate.vm().uuid(), record, Moves::further);
      }
    }
    return new Moves(found);
  }

  /** Of one VM's operations the one that runs, else the older one, which comes first. */
  private static OperationRecord further(OperationRecord newer, OperationRecord older) {
    return newer.state() == OperationState.RUNNING ? newer : older;
  }

  public @Nullable OperationRecord of(UUID vm) {
    return byVm.get(vm);
  }

  /** Such as {@code -> h2 43%}; empty for a VM that stays where it is, or waits. */
  public String word(UUID vm) {
    OperationRecord record = byVm.get(vm);
    if (record == null
        || record.state() != OperationState.RUNNING
        || !(record.operation() instanceof MigrateVm migrate)) {
      return "";
    }
    String far = record.progress() < 0 ? "" : " " + record.progress() + "%";
    return "-> " + migrate.to().host() + far;
  }
}
