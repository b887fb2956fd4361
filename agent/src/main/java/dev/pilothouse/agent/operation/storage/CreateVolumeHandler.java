package dev.pilothouse.agent.operation.storage;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.StorageOperation;
import java.util.Map;

/** Makes an empty volume. Proof: whether one of its name is there, which was not before. */
record CreateVolumeHandler(StorageOperation.CreateVolume operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    NewVolumes.requireFree(work, operation.volume());
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    if (operation.volume().preallocate()) {
      work.progress(-1, "taking all of its space");
    }
    String path = NewVolumes.make(work, operation.volume()).path();
    return Outcome.succeeded("made in " + work.took(), path);
  }

  @Override
  public Finding settle(Work work) {
    return switch (NewVolumes.left(work, operation.volume())) {
      case NewVolumes.Left.Nothing n -> new Finding.NotDone();
      case NewVolumes.Left.Ours ours ->
          new Finding.Settled(Outcome.succeeded("found made", ours.volume().path()));
      case NewVolumes.Left.Unsure unsure ->
          new Finding.Settled(
              Outcome.interrupted(
                  ErrorCode.HOST_UNREACHABLE,
                  "The agent stopped in the middle, and a volume of that name is there; whether"
                      + " this made it, and as a whole, cannot be told.",
                  "Look at it with 'disk list --unused'; delete it with 'disk delete' if nobody"
                      + " else made it."));
    };
  }
}
