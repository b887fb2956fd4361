package dev.pilothouse.agent.operation.disk;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.operation.storage.NewVolumes;
import dev.pilothouse.agent.operation.storage.Pools;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.DiskOperation;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a volume and attaches it. When attaching fails, the volume is removed; after a crash in
 * between too, and then all of it is done anew while the order is fresh.
 */
record CreateDiskHandler(DiskOperation.CreateDisk operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    String target = attachment().target(DiskSet.of(work, operation.vm()));
    NewVolumes.requireFree(work, operation.volume());
    return Map.of(Attachment.TARGET, target);
  }

  @Override
  public Outcome carryOut(Work work) {
    work.progress(-1, "making " + operation.volume().shown());
    Volume made = NewVolumes.make(work, operation.volume());
    work.progress(-1, "attaching it");
    try {
      return work.alone(() -> attachment().attach(work, medium(work, made), target(work)));
    } catch (OperationException e) {
      ErrorCode code = e.failure().code();
      if (code == ErrorCode.HYPERVISOR_LOST || code == ErrorCode.HYPERVISOR_SILENT) {
        throw e;
      }
      work.hypervisor().storage().deleteVolume(made.path());
      throw new OperationException(
          new Failure(
              code,
              e.failure().message() + " The new volume was removed again.",
              e.failure().hint()),
          e);
    }
  }

  @Override
  public Finding settle(Work work) {
    return switch (NewVolumes.left(work, operation.volume())) {
      case NewVolumes.Left.Nothing n -> new Finding.NotDone();
      case NewVolumes.Left.Ours ours -> settle(work, ours.volume(), true);
      case NewVolumes.Left.Unsure unsure -> settle(work, unsure.volume(), false);
    };
  }

  private Finding settle(Work work, Volume volume, boolean ours) {
    Optional<Outcome> attached = attachment().settle(work, medium(work, volume), target(work));
    if (attached.isPresent()) {
      return new Finding.Settled(attached.get());
    }
    if (ours) {
      work.hypervisor().storage().deleteVolume(volume.path());
      return new Finding.NotDone();
    }
    return new Finding.Settled(
        Outcome.interrupted(
            ErrorCode.HOST_UNREACHABLE,
            "The agent stopped in the middle, and the volume "
                + operation.volume().shown()
                + " is there, not attached; whether this made it, and as a whole, cannot be told.",
            "Delete it with 'disk delete' if nobody else made it, then order this again."));
  }

  private Medium medium(Work work, Volume volume) {
    Pool pool = Pools.active(work, operation.volume().pool());
    return Medium.of(pool, volume, "");
  }

  private static String target(Work work) {
    return AttachDiskHandler.noted(work, Attachment.TARGET);
  }

  private Attachment attachment() {
    return new Attachment(operation.vm(), operation.how());
  }
}
