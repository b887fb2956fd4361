package dev.pilothouse.agent.operation.definition;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.xml.GraphicsXml;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.Map;

/**
 * Replaces a VM's persistent definition. Proof: comparing the XML; what libvirt made of it may
 * differ from what was given, and then nobody can tell.
 */
public record EditVmHandler(Operation.EditVm operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    work.vm(operation.vm());
    DefinitionXml wanted = DefinitionXml.parse(operation.xml());
    DefinitionXml present = present(work);
    if (!operation.vm().uuid().equals(wanted.uuid())) {
      throw new OperationException(ErrorCode.BAD_INPUT, "The UUID in the XML must stay as it was.");
    }
    if (!present.sameAs(DefinitionXml.parse(operation.base()))) {
      throw new OperationException(
          ErrorCode.CHANGED_MEANWHILE, "The definition is not the one that was edited any more.");
    }
    if (!present.name().equals(wanted.name())) {
      throw new OperationException(
          new Failure(
              ErrorCode.BAD_INPUT,
              "The name in the XML must stay as it was.",
              "Use 'vm rename' to change the name."));
    }
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    String present = work.hypervisor().secureXml(operation.vm().uuid());
    work.hypervisor().redefine(operation.vm().uuid(), wanted(present));
    boolean active = work.vm(operation.vm()).state().active();
    return Outcome.succeeded(
        active ? "changed; the running VM takes it up at its next start" : "changed");
  }

  @Override
  public Finding settle(Work work) {
    String now = work.hypervisor().secureXml(operation.vm().uuid());
    if (DefinitionXml.parse(now).sameAs(DefinitionXml.parse(wanted(now)))) {
      return new Finding.Settled(Outcome.succeeded("found changed"));
    }
    if (present(work).sameAs(DefinitionXml.parse(operation.base()))) {
      return new Finding.NotDone();
    }
    return new Finding.Settled(
        Outcome.interrupted(
            ErrorCode.HYPERVISOR_LOST,
            "The definition is neither the old one nor word for word the new one.",
            "Read it with 'vm xml' and see whether your change is in it."));
  }

  /** People edit what shows no passwords; those that they did not write stay. */
  private String wanted(String present) {
    return GraphicsXml.keepingPasswords(operation.xml(), present);
  }

  private DefinitionXml present(Work work) {
    return DefinitionXml.parse(work.hypervisor().xml(operation.vm().uuid(), true));
  }
}
