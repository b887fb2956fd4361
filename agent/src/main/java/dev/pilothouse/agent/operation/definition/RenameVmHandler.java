package dev.pilothouse.agent.operation.definition;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.Map;

/** Gives a stopped VM another name. Proof: its name. */
public record RenameVmHandler(Operation.RenameVm operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    Vm vm = work.vm(operation.vm());
    if (operation.newName().isBlank()) {
      throw new OperationException(ErrorCode.BAD_INPUT, "The new name is empty.");
    }
    if (!vm.name().equals(operation.oldName())) {
      throw changed();
    }
    if (vm.state().active()) {
      throw new OperationException(
          new Failure(
              ErrorCode.WRONG_STATE,
              "The VM is " + vm.state().word() + "; libvirt renames stopped VMs only.",
              "Shut it down first with 'vm shutdown'."));
    }
    if (Taken.byName(work, operation.newName())) {
      throw new OperationException(
          ErrorCode.NAME_TAKEN, "Another VM on this host has that name already.");
    }
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    work.hypervisor().rename(operation.vm().uuid(), operation.newName());
    return Outcome.succeeded("renamed");
  }

  @Override
  public Finding settle(Work work) {
    String name = work.vm(operation.vm()).name();
    if (name.equals(operation.newName())) {
      return new Finding.Settled(Outcome.succeeded("found renamed"));
    }
    if (name.equals(operation.oldName())) {
      return new Finding.NotDone();
    }
    throw changed();
  }

  private static OperationException changed() {
    return new OperationException(
        ErrorCode.CHANGED_MEANWHILE, "The VM has been given another name meanwhile.");
  }
}
