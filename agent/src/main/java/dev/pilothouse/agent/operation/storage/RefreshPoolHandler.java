package dev.pilothouse.agent.operation.storage;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.operation.StorageOperation;
import java.util.Map;

/** Lets libvirt look at a pool's volumes again. It can be repeated without harm. */
record RefreshPoolHandler(StorageOperation.RefreshPool operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    Pools.active(work, operation.pool());
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    int before = Pools.active(work, operation.pool()).volumes().size();
    work.hypervisor().storage().refreshPool(operation.pool());
    int after = Pools.active(work, operation.pool()).volumes().size();
    return Outcome.succeeded(after + " volumes" + (after == before ? "" : ", before: " + before));
  }

  @Override
  public Finding settle(Work work) {
    return new Finding.NotDone();
  }
}
