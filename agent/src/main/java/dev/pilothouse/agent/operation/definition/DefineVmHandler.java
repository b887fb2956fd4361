package dev.pilothouse.agent.operation.definition;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Defines a new VM. Proof: whether its UUID is there; XML without one gets one that follows from
 * the order's id.
 */
public record DefineVmHandler(Operation.DefineVm operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    DefinitionXml xml = xml(work);
    if (work.hypervisor().find(xml.requireUuid()).isPresent()) {
      throw new OperationException(
          ErrorCode.NAME_TAKEN, "A VM of UUID " + xml.requireUuid() + " is there already.");
    }
    if (Taken.byName(work, xml.name())) {
      throw new OperationException(
          ErrorCode.NAME_TAKEN, "Another VM on this host has that name already.");
    }
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    UUID uuid = work.hypervisor().define(xml(work).text());
    return Outcome.succeeded("defined in " + work.took(), uuid.toString());
  }

  @Override
  public Finding settle(Work work) {
    UUID uuid = xml(work).requireUuid();
    return work.hypervisor().find(uuid).isPresent()
        ? new Finding.Settled(Outcome.succeeded("found defined", uuid.toString()))
        : new Finding.NotDone();
  }

  private DefinitionXml xml(Work work) {
    DefinitionXml given = DefinitionXml.parse(operation.xml());
    return given.uuid() == null ? given.withUuid(uuidFrom(work.id())) : given;
  }

  /** The UUID that the XML asks for; null when it asks for none or cannot be read. */
  public static @Nullable UUID givenUuid(Operation.DefineVm operation) {
    try {
      return DefinitionXml.parse(operation.xml()).uuid();
    } catch (OperationException e) {
      return null;
    }
  }

  /** The same in every run, so that a crash cannot make two VMs of one order. */
  private static UUID uuidFrom(UUID orderId) {
    return UUID.nameUUIDFromBytes(("vm of order " + orderId).getBytes(StandardCharsets.UTF_8));
  }
}
