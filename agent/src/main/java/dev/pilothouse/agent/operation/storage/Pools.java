package dev.pilothouse.agent.operation.storage;

import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.Optional;

/** Pools and volumes as they are now, or why they will not do. */
public final class Pools {
  private Pools() {}

  public static Optional<Pool> find(Work work, String name) {
    return work.hypervisor().storage().pools().stream()
        .filter(pool -> pool.name().equals(name))
        .findFirst();
  }

  public static Pool existing(Work work, String name) {
    return find(work, name)
        .orElseThrow(
            () ->
                new OperationException(
                    new Failure(
                        ErrorCode.NOT_FOUND,
                        "There is no pool " + name + " on this host.",
                        "'pool list' shows all.")));
  }

  public static Pool active(Work work, String name) {
    Pool pool = existing(work, name);
    if (!pool.active()) {
      throw new OperationException(
          new Failure(
              ErrorCode.WRONG_STATE,
              "The pool " + name + " is not active.",
              "Start it with 'pool start'."));
    }
    return pool;
  }

  /** The pool after another look at its folder or device, unless libvirt is at work on it. */
  public static Pool refreshed(Work work, Pool pool) {
    try {
      work.hypervisor().storage().refreshPool(pool.name());
    } catch (OperationException e) {
      if (e.failure().code() != ErrorCode.WRONG_STATE) {
        throw e;
      }
    }
    return active(work, pool.name());
  }

  public static Optional<Volume> volume(Pool pool, String name) {
    return pool.volumes().stream().filter(volume -> volume.name().equals(name)).findFirst();
  }

  /** The volume of that path with its pool. */
  public static Optional<Place> at(Work work, String path) {
    for (Pool pool : work.hypervisor().storage().pools()) {
      for (Volume volume : pool.volumes()) {
        if (volume.path().equals(path)) {
          return Optional.of(new Place(pool, volume));
        }
      }
    }
    return Optional.empty();
  }

  /** A volume and where it is. */
  public record Place(Pool pool, Volume volume) {
    public String name() {
      return pool.name() + "/" + volume.name();
    }
  }
}
