package dev.pilothouse.agent.operation.trash;

import dev.pilothouse.agent.operation.handler.Trash;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;

/** Entries of the trash that must be there. */
final class Entries {
  private Entries() {}

  static Trash.Entry of(Work work, VmRef vm) {
    return work.trash()
        .find(vm.uuid())
        .orElseThrow(
            () ->
                new OperationException(
                    new Failure(
                        ErrorCode.NOT_FOUND,
                        "It is not in the trash of this host.",
                        "See what is with 'vm trash'.")));
  }
}
