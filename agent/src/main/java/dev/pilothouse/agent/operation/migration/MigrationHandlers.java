package dev.pilothouse.agent.operation.migration;

import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.fleet.operation.MigrationOperation;

/** Who carries out which operation on VMs that move. */
public final class MigrationHandlers {
  private MigrationHandlers() {}

  public static Handler of(MigrationOperation operation) {
    return switch (operation) {
      case MigrationOperation.MigrateVm o -> new MigrateVmHandler(o);
      case MigrationOperation.PlanMigration o -> new PlanMigrationHandler(o);
      case MigrationOperation.SetMigration o -> new SetMigrationHandler(o);
      case MigrationOperation.StartPostCopy o -> new StartPostCopyHandler(o);
    };
  }
}
