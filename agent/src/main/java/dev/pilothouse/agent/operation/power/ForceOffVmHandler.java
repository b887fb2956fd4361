package dev.pilothouse.agent.operation.power;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Incarnation;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Operation;
import java.util.Map;
import java.util.Optional;

/** Pulls the plug. Proof: whether the same hypervisor process still runs. */
public record ForceOffVmHandler(Operation.ForceOffVm operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    return Map.of(Incarnation.FACT, Incarnation.of(Require.active(work, operation.vm())).fact());
  }

  @Override
  public Outcome carryOut(Work work) {
    work.hypervisor().forceOff(operation.vm().uuid());
    return Outcome.succeeded("power cut in " + work.took());
  }

  @Override
  public Finding settle(Work work) {
    Optional<Vm> now = work.hypervisor().find(operation.vm().uuid());
    return switch (Incarnation.compare(work.noted(Incarnation.FACT), now)) {
      case ENDED -> new Finding.Settled(Outcome.succeeded("found powered off"));
      case SAME -> new Finding.NotDone();
      case UNKNOWN ->
          new Finding.Settled(
              Outcome.interrupted(
                  ErrorCode.HYPERVISOR_LOST,
                  "The VM is active; whether it was off in between cannot be told.",
                  "Look at its uptime with 'vm show'; force it off again if it has to stop."));
    };
  }
}
