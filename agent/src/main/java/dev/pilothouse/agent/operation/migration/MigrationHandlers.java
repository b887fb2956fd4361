package dev.pilothouse.agent.operation.migration;

import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.MigrationOperation;
import dev.pilothouse.fleet.operation.OperationException;

/** Who carries out which operation on VMs that move. */
public final class MigrationHandlers {
  private MigrationHandlers() {}

  @SuppressWarnings("DoNotCallSuggester")
  public static Handler of(MigrationOperation operation) {
    throw new OperationException(ErrorCode.UNSUPPORTED, operation.verb().title());
  }
}
