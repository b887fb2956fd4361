package dev.pilothouse.agent.operation.storage;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.StorageOperation;
import java.util.Map;

/** Marks a pool to be started with its host, or not. Proof: the mark. */
record SetPoolAutostartHandler(StorageOperation.SetPoolAutostart operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    if (!Pools.existing(work, operation.pool()).persistent()) {
      throw new OperationException(
          ErrorCode.WRONG_STATE, "A pool without a definition cannot start with its host.");
    }
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    work.hypervisor().storage().setPoolAutostart(operation.pool(), operation.on());
    return Outcome.succeeded(
        operation.on() ? "starts with its host" : "no longer starts by itself");
  }

  @Override
  public Finding settle(Work work) {
    return Pools.existing(work, operation.pool()).autostart() == operation.on()
        ? new Finding.Settled(Outcome.succeeded("found set"))
        : new Finding.NotDone();
  }
}
