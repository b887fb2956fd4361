package dev.pilothouse.agent.operation.migration;

import dev.pilothouse.agent.hypervisor.Migrations.Job;
import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.MigrationOperation.StartPostCopy;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.Map;

/** Lets a guest run at its destination now. Proof: what libvirt says of the migration. */
record StartPostCopyHandler(StartPostCopy operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    Job job = UnderWay.demand(work, operation.vm());
    if (job.postCopy()) {
      throw new OperationException(
          new Failure(
              ErrorCode.WRONG_STATE,
              "It runs at its destination already.",
              "Wait until the rest of its memory has followed."));
    }
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    try {
      work.hypervisor().migrations().startPostCopy(operation.vm().uuid());
    } catch (OperationException e) {
      if (e.failure().code() == ErrorCode.HYPERVISOR_LOST) {
        throw e;
      }
      throw new OperationException(
          new Failure(
              e.failure().code(),
              e.failure().message(),
              "Post-copy has to be allowed when a migration begins, with --post-copy, and begins"
                  + " once memory is being copied."),
          e);
    }
    return Outcome.succeeded("it runs at its destination; the rest of its memory follows");
  }

  @Override
  public Finding settle(Work work) {
    return UnderWay.job(work, operation.vm()).map(Job::postCopy).orElse(false)
        ? new Finding.Settled(Outcome.succeeded("found running at its destination"))
        : new Finding.NotDone();
  }
}
