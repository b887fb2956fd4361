package dev.pilothouse.agent.operation.migration;

import dev.pilothouse.agent.hypervisor.Migrations.Job;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.Optional;

/** A migration away from here that is to be changed. */
final class UnderWay {
  private UnderWay() {}

  static Optional<Job> job(Work work, VmRef vm) {
    try {
      return work.hypervisor().migrations().job(vm.uuid()).filter(job -> !job.incoming());
    } catch (OperationException e) {
      return switch (e.failure().code()) {
        case NOT_FOUND, WRONG_STATE -> Optional.empty();
        default -> throw e;
      };
    }
  }

  static Job demand(Work work, VmRef vm) {
    return job(work, vm)
        .orElseThrow(
            () ->
                new OperationException(
                    new Failure(
                        ErrorCode.WRONG_STATE,
                        "It does not migrate from here now.",
                        "'op list' shows what is under way, and 'vm show' where it is.")));
  }
}
