package dev.pilothouse.agent.operation.power;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Operation;
import java.util.Map;

/** Presses the reset button. Nothing proves afterwards whether it was pressed. */
public record ResetVmHandler(Operation.ResetVm operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    Require.active(work, operation.vm());
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    work.hypervisor().reset(operation.vm().uuid());
    return Outcome.succeeded("reset in " + work.took());
  }

  @Override
  public Finding settle(Work work) {
    return new Finding.Settled(
        Outcome.interrupted(
            ErrorCode.HYPERVISOR_LOST,
            "Whether the reset button was pressed cannot be told.",
            "Look at the guest's console or uptime; reset it again if it was not."));
  }
}
