package dev.pilothouse.agent.operation.power;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Operation;
import java.util.Map;

/** Asks the guest to reboot. Nothing proves afterwards whether it was asked. */
public record RebootVmHandler(Operation.RebootVm operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    Require.running(work, operation.vm());
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    work.hypervisor().requestReboot(operation.vm().uuid());
    return Outcome.succeeded("the guest was asked to reboot");
  }

  @Override
  public Finding settle(Work work) {
    return new Finding.Settled(
        Outcome.interrupted(
            ErrorCode.HYPERVISOR_LOST,
            "Whether the guest was asked to reboot cannot be told.",
            "Look at the guest's console or uptime; reboot it again if it did not."));
  }
}
