package dev.pilothouse.agent.operation.storage;

import dev.pilothouse.agent.hypervisor.Storage;
import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.StorageOperation;
import java.util.Map;
import java.util.Optional;

/** Stops a pool and removes its definition; its volumes stay. Proof: whether its UUID is there. */
record DeletePoolHandler(StorageOperation.DeletePool operation) implements Handler {
  private static final String UUID = "pool-uuid";

  @Override
  public Map<String, String> look(Work work) {
    Pool pool = Pools.existing(work, operation.pool());
    StopPoolHandler.requireIdle(work, pool);
    if (!pool.persistent()) {
      throw new OperationException(
          new Failure(
              ErrorCode.WRONG_STATE,
              "The pool has no definition; it vanishes when it stops.",
              "Stop it with 'pool stop'."));
    }
    return Map.of(UUID, pool.uuid().toString());
  }

  @Override
  public Outcome carryOut(Work work) {
    return remove(work, Pools.existing(work, operation.pool()), "removed; its volumes stay");
  }

  private Outcome remove(Work work, Pool pool, String said) {
    Storage storage = work.hypervisor().storage();
    if (pool.active()) {
      storage.stopPool(pool.name());
    }
    storage.undefinePool(pool.name());
    return Outcome.succeeded(said);
  }

  /** One that was stopped on the way is not left like that. */
  @Override
  public Finding settle(Work work) {
    Optional<Pool> found = Pools.find(work, operation.pool());
    if (found.isEmpty()) {
      return new Finding.Settled(Outcome.succeeded("found removed; its volumes stay"));
    }
    if (!found.get().uuid().toString().equals(work.noted(UUID))) {
      return new Finding.Settled(
          Outcome.succeeded("found removed; somebody made another of that name since"));
    }
    return found.get().active()
        ? new Finding.NotDone()
        : new Finding.Settled(remove(work, found.get(), "found stopped, and removed"));
  }
}
