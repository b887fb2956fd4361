package dev.pilothouse.agent.operation.definition;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.operation.Operation;
import java.util.Map;

/** Reads a VM's XML. */
public record ReadXmlHandler(Operation.ReadXml operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    String xml = work.hypervisor().xml(operation.vm().uuid(), operation.inactive());
    return Outcome.succeeded("read in " + work.took(), xml);
  }

  @Override
  public Finding settle(Work work) {
    return new Finding.NotDone();
  }
}
