package dev.pilothouse.agent.operation.storage;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.StorageOperation;
import java.util.List;
import java.util.Map;

/** Stops a pool that no running VM has a disk in. Proof: whether it is active. */
record StopPoolHandler(StorageOperation.StopPool operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    requireIdle(work, Pools.active(work, operation.pool()));
    return Map.of();
  }

  /**
   * @throws OperationException WRONG_STATE, with their names, when running VMs have disks in it
   */
  static void requireIdle(Work work, Pool pool) {
    List<String> running =
        work.hypervisor().list().stream()
            .filter(vm -> vm.state().active())
            .filter(vm -> hasDiskIn(vm, pool))
            .map(Vm::name)
            .toList();
    if (!running.isEmpty()) {
      throw new OperationException(
          new Failure(
              ErrorCode.WRONG_STATE,
              "VMs that run have disks in the pool: " + String.join(", ", running) + ".",
              "Shut them down or detach these disks first."));
    }
  }

  private static boolean hasDiskIn(Vm vm, Pool pool) {
    return vm.disks().stream()
        .anyMatch(
            disk ->
                disk.source().startsWith(pool.name() + ":")
                    || pool.volumes().stream().anyMatch(v -> v.path().equals(disk.source())));
  }

  @Override
  public Outcome carryOut(Work work) {
    work.hypervisor().storage().stopPool(operation.pool());
    return Outcome.succeeded("stopped");
  }

  /** A pool without a definition vanishes when it stops. */
  @Override
  public Finding settle(Work work) {
    boolean active = Pools.find(work, operation.pool()).map(Pool::active).orElse(false);
    return active ? new Finding.NotDone() : new Finding.Settled(Outcome.succeeded("found stopped"));
  }
}
