package dev.pilothouse.agent.operation.migration;

import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.operation.migration.plan.Peer;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The volumes that one migration makes at the other host: each is noted in the journal before, and
 * was not there before, so that it can be taken away again.
 */
record MadeThere(Work work) {
  private static final String FACT = "there-";

  void willMake(String pool, String name) {
    work.note(FACT + noted().size(), pool + "\n" + name);
  }

  /**
   * Takes away what is there of it, unless somebody there uses it by now.
   *
   * @return what could not be taken away, each with the reason
   * @throws OperationException HOST_UNREACHABLE
   */
  List<String> takeBack(Peer peer) {
    List<String> left = new ArrayList<>();
    for (Noted each : noted().reversed()) {
      List<Pool> pools = peer.ask(there -> there.storage().pools());
      Optional<Volume> volume = find(pools, each);
      if (volume.isPresent() && !lieOn(pools, volume.get().path())) {
        remove(peer, volume.get().path(), left);
      }
    }
    return left;
  }

  /** For people, when the other host cannot be asked. */
  List<String> names() {
    return noted().stream().map(each -> each.pool + "/" + each.name).toList();
  }

  private static void remove(Peer peer, String path, List<String> left) {
    boolean used =
        peer.ask(there -> there.list()).stream()
            .flatMap(vm -> vm.disks().stream())
            .anyMatch(disk -> disk.source().equals(path));
    if (used) {
      left.add(path + " (a VM there uses it)");
      return;
    }
    try {
      peer.tell(there -> there.storage().deleteVolume(path));
    } catch (OperationException e) {
      if (Peer.gaveNoAnswer(e)) {
        throw e;
      }
      if (e.failure().code() != ErrorCode.NOT_FOUND) {
        left.add(path + " (" + e.failure().message() + ")");
      }
    }
  }

  /** Another VM's overlay by now. */
  private static boolean lieOn(List<Pool> pools, String path) {
    return pools.stream()
        .flatMap(pool -> pool.volumes().stream())
        .anyMatch(volume -> volume.backing().equals(path));
  }

  private static Optional<Volume> find(List<Pool> pools, Noted noted) {
    return pools.stream()
        .filter(pool -> pool.name().equals(noted.pool))
        .flatMap(pool -> pool.volumes().stream())
        .filter(volume -> volume.name().equals(noted.name))
        .findFirst();
  }

  private List<Noted> noted() {
    List<Noted> all = new ArrayList<>();
    for (String fact = work.noted(FACT + 0); fact != null; fact = work.noted(FACT + all.size())) {
      int end = fact.indexOf('\n');
      all.add(new Noted(fact.substring(0, end), fact.substring(end + 1)));
    }
    return all;
  }

  private record Noted(String pool, String name) {}
}
