package dev.pilothouse.agent.operation.power;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.Operation;
import java.util.Map;

/** Stops a VM's CPUs. Proof: its state. */
public record PauseVmHandler(Operation.PauseVm operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    Require.running(work, operation.vm());
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    work.hypervisor().pause(operation.vm().uuid());
    return Outcome.succeeded("paused");
  }

  @Override
  public Finding settle(Work work) {
    Vm vm = Require.active(work, operation.vm());
    return vm.state() == VmState.PAUSED
        ? new Finding.Settled(Outcome.succeeded("found paused"))
        : new Finding.NotDone();
  }
}
