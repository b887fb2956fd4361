package dev.pilothouse.agent.operation.create;

import dev.pilothouse.agent.hypervisor.Storage;
import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The volumes that one order makes: each is noted in the journal before it is made, and can be
 * taken away again, after a crash too.
 */
public final class Made {
  private static final String FACT = "volume-";

  /** libvirt deletes no volume that it is still writing, and goes on when its client is gone. */
  private static final Duration WRITING_ENDS_WITHIN = Duration.ofHours(2);

  private final Work work;

  public Made(Work work) {
    this.work = work;
  }

  /** Notes that a volume will be made. Its name was free when the order was looked at. */
  public void willMake(String pool, NewVolume volume) {
    String backing = volume.backing() == null ? "" : volume.backing();
    work.note(FACT + noted().size(), String.join("\n", pool, volume.name(), backing));
  }

  /**
   * Takes away what is there of it.
   *
   * @return what could not be taken away, each with the reason; usually empty
   */
  public List<String> takeBack() {
    List<String> left = new ArrayList<>();
    for (String[] fact : noted().reversed()) {
      Optional<Volume> volume = find(fact[0], fact[1]);
      // One of another backing is not the one that was made here.
      if (volume.isPresent() && volume.get().backing().equals(fact[2])) {
        delete(volume.get().path(), left);
      }
    }
    return left;
  }

  private void delete(String path, List<String> left) {
    Instant until = work.now().plus(WRITING_ENDS_WITHIN);
    while (true) {
      try {
        work.hypervisor().storage().deleteVolume(path);
        return;
      } catch (OperationException e) {
        ErrorCode code = e.failure().code();
        if (code == ErrorCode.HYPERVISOR_LOST || code == ErrorCode.HYPERVISOR_SILENT) {
          throw e;
        }
        if (code == ErrorCode.NOT_FOUND) {
          return;
        }
        if (code != ErrorCode.WRONG_STATE || !work.now().isBefore(until)) {
          left.add(path + " (" + e.failure().message() + ")");
          return;
        }
        work.progress(-1, "waiting until libvirt has written " + path + ", to remove it");
        work.await(Duration.ofSeconds(1));
      }
    }
  }

  private Optional<Volume> find(String pool, String name) {
    Storage storage = work.hypervisor().storage();
    return storage.pools().stream()
        .filter(each -> each.name().equals(pool))
        .map(Pool::volumes)
        .flatMap(List::stream)
        .filter(volume -> volume.name().equals(name))
        .findFirst();
  }

  private List<String[]> noted() {
    List<String[]> facts = new ArrayList<>();
    for (String fact = work.noted(FACT + 0); fact != null; fact = work.noted(FACT + facts.size())) {
      facts.add(fact.split("\n", -1));
    }
    return facts;
  }

  /** For people: what stayed and what to do about it. */
  public static String named(List<String> left) {
    return left.isEmpty()
        ? ""
        : " Left behind: " + String.join(", ", left) + "; delete it by hand.";
  }
}
