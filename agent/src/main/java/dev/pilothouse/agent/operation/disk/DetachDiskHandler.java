package dev.pilothouse.agent.operation.disk;

import dev.pilothouse.agent.hypervisor.Disks.Scope;
import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.LettingGo;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.operation.DiskOperation;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a running guest to let go of a disk, waits until it has, then takes the disk out of the
 * definition. Proof: whether the disk is there. A guest that does not let go keeps all of it.
 */
record DetachDiskHandler(DiskOperation.DetachDisk operation) implements Handler {
  private static final String TARGET = "target";
  private static final String SOURCE = "source";
  private static final String UNTIL = "patience-until";
  private static final String ASKED = "asked";

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
    Optional<Outcome> kept =
        new LettingGo(target(work), operation.patience(), until).await(work, () -> live(work));
    if (kept.isPresent()) {
      return kept.get();
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

  private static String source(Work work) {
    return AttachDiskHandler.noted(work, SOURCE);
  }

  private static String target(Work work) {
    return AttachDiskHandler.noted(work, TARGET);
  }
}
