package dev.pilothouse.agent.operation.definition;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Protection;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.Map;

/** Removes a stopped VM's definition. Proof: whether it is still there, unchanged. */
public record DeleteVmHandler(Operation.DeleteVm operation) implements Handler {
  private static final String XML = "xml";

  @Override
  public Map<String, String> look(Work work) {
    Vm vm = work.vm(operation.vm());
    Protection.refuse(work, operation.vm());
    if (vm.state().active()) {
      throw new OperationException(
          new Failure(
              ErrorCode.WRONG_STATE,
              "The VM is " + vm.state().word() + "; only a stopped VM can be deleted.",
              "Shut it down first with 'vm shutdown', or use 'vm force-off'."));
    }
    return Map.of(XML, work.hypervisor().xml(vm.ref().uuid(), true));
  }

  @Override
  public Outcome carryOut(Work work) {
    work.hypervisor().undefine(operation.vm().uuid());
    return deleted("definition removed; its disks stay", work);
  }

  @Override
  public Finding settle(Work work) {
    if (work.hypervisor().find(operation.vm().uuid()).isEmpty()) {
      return new Finding.Settled(deleted("found removed; its disks stay", work));
    }
    String now = work.hypervisor().xml(operation.vm().uuid(), true);
    if (now.equals(work.noted(XML))) {
      return new Finding.NotDone();
    }
    return new Finding.Settled(
        Outcome.interrupted(
            ErrorCode.CHANGED_MEANWHILE,
            "A VM of this UUID is there, but with another definition.",
            "Somebody may have defined it again; look at it before you delete it."));
  }

  private static Outcome deleted(String why, Work work) {
    String xml = work.noted(XML);
    return xml == null ? Outcome.succeeded(why) : Outcome.succeeded(why, xml);
  }
}
