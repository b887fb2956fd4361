package dev.pilothouse.agent.operation.power;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.Operation;
import java.util.Map;

/** Lets a paused VM's CPUs run again. Proof: its state. */
public record ResumeVmHandler(Operation.ResumeVm operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    Vm vm = Require.active(work, operation.vm());
    if (vm.state() != VmState.PAUSED) {
      throw Require.wrong(
          "The VM is " + vm.state().word() + ", not paused.", "There is nothing to resume.");
    }
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    work.hypervisor().resume(operation.vm().uuid());
    return Outcome.succeeded("resumed");
  }

  @Override
  public Finding settle(Work work) {
    Vm vm = Require.active(work, operation.vm());
    return vm.state() == VmState.PAUSED
        ? new Finding.NotDone()
        : new Finding.Settled(Outcome.succeeded("found " + vm.state().word()));
  }
}
