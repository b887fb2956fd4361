package dev.pilothouse.agent.operation.power;

import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;

/** What a VM must be like for an operation to make sense. */
final class Require {
  private Require() {}

  /** The guest's CPUs run. */
  static Vm running(Work work, VmRef ref) {
    Vm vm = active(work, ref);
    return switch (vm.state()) {
      case RUNNING, BLOCKED, SHUTTING_DOWN -> vm;
      case PAUSED -> throw wrong("The VM is paused.", "Resume it first with 'vm resume'.");
      case SUSPENDED ->
          throw wrong("The guest has suspended itself.", "Wake it up from inside or reset it.");
      case NO_STATE, SHUT_OFF, CRASHED -> throw off();
    };
  }

  /** A hypervisor process exists. */
  static Vm active(Work work, VmRef ref) {
    Vm vm = work.vm(ref);
    if (!vm.state().active()) {
      throw off();
    }
    return vm;
  }

  static OperationException wrong(String message, String hint) {
    return new OperationException(new Failure(ErrorCode.WRONG_STATE, message, hint));
  }

  private static OperationException off() {
    return wrong("The VM is not running.", "Start it with 'vm start'.");
  }
}
