package dev.pilothouse.agent.operation.create;

import dev.pilothouse.agent.hypervisor.Storage;
import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Full copies of volumes, which take long, with word of how far they are. */
public final class Copies {
  private Copies() {}

  /**
   * Copies {@code source} and grows the copy to the wanted size. libvirt cannot be stopped in the
   * middle of a copy; whoever wants to stop does so afterwards.
   */
  public static Volume copy(Work work, String pool, NewVolume wanted, Volume source) {
    Storage storage = work.hypervisor().storage();
    ScheduledExecutorService look =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("copy-progress").daemon().factory());
    try {
      var unused =
          look.scheduleWithFixedDelay(
              () -> tell(work, storage, pool, wanted.name(), source), 1, 1, TimeUnit.SECONDS);
      Volume copy = storage.copyVolume(pool, wanted, source.path());
      if (copy.capacityBytes() < wanted.capacityBytes()) {
        storage.growVolume(copy.path(), wanted.capacityBytes());
      }
      return copy;
    } finally {
      look.shutdownNow();
    }
  }

  /** What the copy takes by now, against what the original takes. */
  private static void tell(Work work, Storage storage, String pool, String name, Volume source) {
    try {
      String said = work.cancelRequested() ? "; it will be removed at its end" : "";
      long all = Math.max(1, source.allocationBytes());
      for (Pool each : storage.pools()) {
        for (Volume volume : each.volumes()) {
          if (each.name().equals(pool) && volume.name().equals(name)) {
            int percent = Math.clamp(100 * volume.allocationBytes() / all, 0, 99);
            work.progress(percent * 8 / 10, "copying " + source.name() + said);
          }
        }
      }
    } catch (OperationException e) {
      work.progress(-1, "copying " + source.name());
    }
  }
}
