package dev.pilothouse.agent.operation.definition;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.Map;

/** Marks a VM to be started with its host, or not. Proof: the mark. */
public record SetAutostartHandler(Operation.SetAutostart operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    if (!work.vm(operation.vm()).persistent()) {
      throw new OperationException(
          new Failure(
              ErrorCode.WRONG_STATE,
              "A transient VM cannot start with its host.",
              "Define it first, so that it outlives its next stop."));
    }
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    work.hypervisor().setAutostart(operation.vm().uuid(), operation.on());
    return Outcome.succeeded(
        operation.on() ? "starts with its host" : "no longer starts by itself");
  }

  @Override
  public Finding settle(Work work) {
    return work.vm(operation.vm()).autostart() == operation.on()
        ? new Finding.Settled(Outcome.succeeded("found set"))
        : new Finding.NotDone();
  }
}
