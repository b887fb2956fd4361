package dev.pilothouse.agent.operation.network;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.NetworkOperation;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.Map;

/** Marks a network to be started with its host, or not. Proof: the mark. */
record SetNetworkAutostartHandler(NetworkOperation.SetNetworkAutostart operation)
    implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    if (!NetworkHandlers.network(work, operation.network()).persistent()) {
      throw new OperationException(
          ErrorCode.WRONG_STATE, "A network without a definition cannot start with its host.");
    }
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    work.hypervisor().networks().setAutostart(operation.network(), operation.on());
    return Outcome.succeeded(
        operation.on() ? "starts with its host" : "no longer starts by itself");
  }

  @Override
  public Finding settle(Work work) {
    return NetworkHandlers.network(work, operation.network()).autostart() == operation.on()
        ? new Finding.Settled(Outcome.succeeded("found set"))
        : new Finding.NotDone();
  }
}
