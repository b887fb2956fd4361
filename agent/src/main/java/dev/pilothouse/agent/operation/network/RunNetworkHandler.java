package dev.pilothouse.agent.operation.network;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.Map;

/**
 * Starts or stops a network. Proof: whether it is active.
 *
 * @param run whether it shall run
 */
record RunNetworkHandler(String network, boolean run) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    if (NetworkHandlers.network(work, network).active() == run) {
      throw new OperationException(
          new Failure(
              ErrorCode.WRONG_STATE,
              run ? "The network runs already." : "The network does not run.",
              "There is nothing to do."));
    }
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    if (run) {
      work.hypervisor().networks().start(network);
      return Outcome.succeeded("started in " + work.took());
    }
    work.hypervisor().networks().stop(network);
    return Outcome.succeeded("stopped");
  }

  @Override
  public Finding settle(Work work) {
    return NetworkHandlers.network(work, network).active() == run
        ? new Finding.Settled(Outcome.succeeded(run ? "found running" : "found stopped"))
        : new Finding.NotDone();
  }
}
