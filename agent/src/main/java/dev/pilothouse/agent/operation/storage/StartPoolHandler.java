package dev.pilothouse.agent.operation.storage;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.StorageOperation;
import java.util.Map;

/** Makes a pool's volumes usable. Proof: whether it is active. */
record StartPoolHandler(StorageOperation.StartPool operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    if (Pools.existing(work, operation.pool()).active()) {
      throw new OperationException(
          new Failure(
              ErrorCode.WRONG_STATE, "The pool is active already.", "Nothing is to be done."));
    }
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    work.hypervisor().storage().startPool(operation.pool());
    return Outcome.succeeded("started in " + work.took());
  }

  @Override
  public Finding settle(Work work) {
    return Pools.existing(work, operation.pool()).active()
        ? new Finding.Settled(Outcome.succeeded("found active"))
        : new Finding.NotDone();
  }
}
