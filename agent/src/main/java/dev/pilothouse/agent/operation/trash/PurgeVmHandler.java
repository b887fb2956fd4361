package dev.pilothouse.agent.operation.trash;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.operation.TrashOperation.PurgeVm;
import java.util.Map;

/** Deletes what the trash keeps of a VM. Proof: whether the trash still has it. */
record PurgeVmHandler(PurgeVm operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    Entries.of(work, operation.vm());
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    return Outcome.succeeded(
        Purge.of(work.hypervisor(), work.trash(), Entries.of(work, operation.vm())));
  }

  /** What is left is deleted by another attempt; deleting twice is deleting once. */
  @Override
  public Finding settle(Work work) {
    return work.trash().find(operation.vm().uuid()).isPresent()
        ? new Finding.NotDone()
        : new Finding.Settled(Outcome.succeeded("found purged"));
  }
}
