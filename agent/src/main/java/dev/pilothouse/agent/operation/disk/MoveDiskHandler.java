package dev.pilothouse.agent.operation.disk;

import dev.pilothouse.agent.operation.create.Copies;
import dev.pilothouse.agent.operation.create.Made;
import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.operation.storage.Pools;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.DiskOperation.MoveDisk;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves a disk to another pool. Proof: where the disk lies, and whether libvirt still copies it;
 * such a copy goes on without the agent, and a new run follows it to its end.
 */
record MoveDiskHandler(MoveDisk operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    return Moving.facts(MovePlan.of(work, operation));
  }

  @Override
  public Outcome carryOut(Work work) {
    Moving moving = Moving.noted(work, operation);
    boolean live = moving.runsOn(moving.source());
    new Made(work).willMake(operation.pool(), moving.volume());
    try {
      return live ? live(work, moving) : stopped(work, moving);
    } catch (OperationException e) {
      if (Moving.unanswered(e)) {
        throw e;
      }
      return moving.takenBack(e.failure());
    }
  }

  private Outcome live(Work work, Moving moving) {
    Volume made = work.hypervisor().storage().createVolume(operation.pool(), moving.volume());
    LiveMove move = new LiveMove(moving, made.path());
    move.begin();
    return move.follow("moved");
  }

  private Outcome stopped(Work work, Moving moving) {
    Pools.Place from =
        Pools.at(work, moving.source())
            .orElseThrow(
                () ->
                    new OperationException(
                        ErrorCode.CHANGED_MEANWHILE, moving.source() + " is gone."));
    Volume copy = Copies.copy(work, operation.pool(), moving.volume(), from.volume());
    if (work.cancelRequested()) {
      return moving.cancelled();
    }
    boolean unchanged =
        !work.vm(operation.vm()).state().active() && moving.isDefinedOn(moving.source());
    return unchanged
        ? moving.finish(copy.path(), "moved")
        : moving.takenBack(
            new Failure(
                ErrorCode.CHANGED_MEANWHILE,
                "Somebody started or changed the VM while its disk was copied.",
                "Order it again; a running VM's disk moves too."));
  }

  @Override
  public Finding settle(Work work) {
    Moving moving = Moving.noted(work, operation);
    Optional<Volume> made = moving.made();
    if (made.isPresent()) {
      String path = made.get().path();
      if (moving.runsOn(path) || moving.isDefinedOn(path)) {
        return new Finding.Settled(moving.finish(path, "found moved"));
      }
      LiveMove move = new LiveMove(moving, path);
      if (move.underWay()) {
        return new Finding.Settled(move.follow("moved, with the agent away in between,"));
      }
    }
    List<String> left = new Made(work).takeBack();
    return left.isEmpty()
        ? new Finding.NotDone()
        : new Finding.Settled(
            Outcome.failed(ErrorCode.HYPERVISOR_LOST, "It was broken off." + Made.named(left)));
  }
}
