package dev.pilothouse.agent.operation.disk;

import dev.pilothouse.agent.hypervisor.Disks.Scope;
import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.operation.DiskOperation;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Asks a running guest to let go of a disk, waits until it has, then takes the disk out of the
 * definition. Proof: whether the disk is there. A guest that does not let go keeps all of it.
 */
record DetachDiskHandler(DiskOperation.DetachDisk operation) implements Handler {
  private static final String TARGET = "target";
  private static final String SOURCE = "source";
  private static final String UNTIL = "patience-until";
  private static final String ASKED = "asked";
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  @Override
  public Map<String, String> look(Work work) {
    Disk disk =
        DiskSet.of(work, operation.vm())
            .any(
                each ->
                    operation.disk().isEmpty()
                        ? each.source().equals(operation.source())
                        : each.target().equals(operation.disk()))
            .orElseThrow(
                () ->
                    new OperationException(
                        new Failure(
                            ErrorCode.NOT_FOUND,
                            "The VM has no such disk.",
                            "'disk list' shows its disks.")));
    if (!operation.source().isEmpty() && !disk.source().equals(operation.source())) {
      throw new OperationException(
          ErrorCode.CHANGED_MEANWHILE, disk.target() + " lies on " + disk.source() + " by now.");
    }
    return Map.of(
        TARGET,
        disk.target(),
        SOURCE,
        disk.source(),
        UNTIL,
        work.now().plus(operation.patience()).toString());
  }

  @Override
  public Outcome carryOut(Work work) {
    if (live(work)) {
      work.hypervisor().disks().detach(operation.vm().uuid(), target(work), Scope.LIVE);
      work.note(ASKED, work.now().toString());
    }
    return finish(work);
  }

  private Outcome finish(Work work) {
    Instant until = Instant.parse(AttachDiskHandler.noted(work, UNTIL));
    while (live(work)) {
      Duration left = Duration.between(work.now(), until);
      if (work.cancelRequested()) {
        return Outcome.cancelled(
            "Stopped waiting; the guest has been asked and may still let go. The definition keeps"
                + " the disk.");
      }
      if (!left.isPositive()) {
        return Outcome.failed(
            new Failure(
                ErrorCode.GUEST_SILENT,
                "The guest did not let go of "
                    + target(work)
                    + " within "
                    + operation.patience().toSeconds()
                    + " s; it keeps the disk, and so does the definition.",
                "See that nothing in the guest uses it and that the guest runs, then try again;"
                    + " or shut the VM down first."));
      }
      work.progress(percentDone(left), "waiting for the guest to let go of " + target(work));
      work.await(left.compareTo(LOOK_EVERY) < 0 ? left : LOOK_EVERY);
    }
    DiskSet disks = DiskSet.of(work, operation.vm());
    if (DiskSet.has(disks.defined(), target(work), source(work))) {
      work.hypervisor().disks().detach(operation.vm().uuid(), target(work), Scope.DEFINITION);
    }
    return Outcome.succeeded("detached in " + work.took() + "; the volume stays");
  }

  /** To ask again a guest that was perhaps asked already does no harm. */
  @Override
  public Finding settle(Work work) {
    return live(work) && work.noted(ASKED) == null
        ? new Finding.NotDone()
        : new Finding.Settled(finish(work));
  }

  private boolean live(Work work) {
    return DiskSet.has(DiskSet.of(work, operation.vm()).live(), target(work), source(work));
  }

  private int percentDone(Duration left) {
    long all = Math.max(1, operation.patience().toMillis());
    return Math.clamp(100 - 100 * left.toMillis() / all, 0, 99);
  }

  private static String source(Work work) {
    return AttachDiskHandler.noted(work, SOURCE);
  }

  private static String target(Work work) {
    return AttachDiskHandler.noted(work, TARGET);
  }
}
