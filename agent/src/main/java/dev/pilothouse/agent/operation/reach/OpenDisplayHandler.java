package dev.pilothouse.agent.operation.reach;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.ReachOperation.OpenDisplay;
import java.util.Map;

/** Connects to a VM's display, then takes the stream. */
record OpenDisplayHandler(OpenDisplay operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    Vm unused = running(work);
    return Map.of();
  }

  private Vm running(Work work) {
    Vm vm = work.vm(operation.vm());
    if (vm.arriving() || !vm.state().active()) {
      throw new OperationException(
          new Failure(
              ErrorCode.WRONG_STATE, "The VM is not running.", "Start it with 'vm start'."));
    }
    return vm;
  }

  @Override
  public Outcome carryOut(Work work) {
    work.passages()
        .display(running(work), operation.display(), () -> work.streams().take(operation.offer()));
    return Outcome.succeeded("opened in " + work.took());
  }

  @Override
  public Finding settle(Work work) {
    return new Finding.NotDone();
  }
}
