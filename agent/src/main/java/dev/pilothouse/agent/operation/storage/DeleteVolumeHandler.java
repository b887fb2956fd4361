package dev.pilothouse.agent.operation.storage;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.StorageOperation;
import java.util.Map;
import java.util.Optional;

/** Deletes a volume that nobody needs. Proof: whether it is still there, as it was. */
record DeleteVolumeHandler(StorageOperation.DeleteVolume operation) implements Handler {
  private static final String WAS = "volume-was";

  @Override
  public Map<String, String> look(Work work) {
    Pools.Place place = place(work);
    requireUnused(work, place);
    return Map.of(WAS, fingerprint(place.volume()));
  }

  private Pools.Place place(Work work) {
    Pool pool = Pools.active(work, operation.pool());
    Volume volume =
        Pools.volume(pool, operation.volume())
            .orElseThrow(
                () ->
                    new OperationException(
                        new Failure(
                            ErrorCode.NOT_FOUND,
                            "There is no volume "
                                + operation.pool()
                                + "/"
                                + operation.volume()
                                + ".",
                            "Refresh the pool with 'pool refresh' if it should be there.")));
    return new Pools.Place(pool, volume);
  }

  private static void requireUnused(Work work, Pools.Place place) {
    Users users = Users.of(work, place);
    if (!users.said().isEmpty()) {
      throw new OperationException(
          new Failure(
              ErrorCode.WRONG_STATE,
              place.name() + " is in use by " + users.said() + ".",
              "Detach it with 'disk detach', or delete what needs it first; 'image rm' deletes an"
                  + " image."));
    }
  }

  @Override
  public Outcome carryOut(Work work) {
    return work.alone(
        () -> {
          Pools.Place place = place(work);
          requireUnused(work, place);
          work.hypervisor().storage().deleteVolume(place.volume().path());
          return Outcome.succeeded("deleted");
        });
  }

  @Override
  public Finding settle(Work work) {
    Optional<Volume> found =
        Pools.find(work, operation.pool()).flatMap(pool -> Pools.volume(pool, operation.volume()));
    if (found.isEmpty()) {
      return new Finding.Settled(Outcome.succeeded("found deleted"));
    }
    if (fingerprint(found.get()).equals(work.noted(WAS))) {
      return new Finding.NotDone();
    }
    return new Finding.Settled(
        Outcome.interrupted(
            ErrorCode.CHANGED_MEANWHILE,
            "A volume of that name is there, but it is not as it was.",
            "Somebody may have made it again; look at it before you delete it."));
  }

  private static String fingerprint(Volume volume) {
    return volume.format() + " " + volume.capacityBytes() + " " + volume.allocationBytes();
  }
}
