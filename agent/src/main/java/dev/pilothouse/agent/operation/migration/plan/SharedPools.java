package dev.pilothouse.agent.operation.migration.plan;

import dev.pilothouse.agent.hypervisor.Storage;
import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which pools both hosts see: a tiny volume made here must be found over there. Both are looked at
 * anew by that, so what is said of their volumes afterwards is true.
 *
 * @param there all pools of the other
 * @param shared the names of those here that it sees too
 * @param busy the names of those that could not be looked at
 */
record SharedPools(List<Pool> there, Set<String> shared, Set<String> busy) {
  private static final Set<String> FILES = Set.of("dir", "fs", "netfs");
  private static final long PROBE_BYTES = 4096;
  private static final int TRIES = 5;
  private static final Duration BETWEEN = Duration.ofMillis(300);

  /** Whether its volumes are files, which a path finds again elsewhere. */
  static boolean holdsFiles(Pool pool) {
    return FILES.contains(pool.type());
  }

  /** The pool of the same folder, if it can be used. */
  Optional<Pool> counterpart(Pool pool) {
    return sameFolder(there, pool).filter(Pool::active);
  }

  /** The same, usable or not. */
  static Optional<Pool> sameFolder(List<Pool> pools, Pool as) {
    return pools.stream()
        .filter(pool -> pool.path().equals(as.path()) && holdsFiles(pool))
        .findFirst();
  }

  /**
   * @param used the names of those here that matter
   */
  static SharedPools probe(Work work, Peer peer, Set<String> used) {
    return work.alone(() -> new Probe(work, peer, used).run());
  }

  /** One look, alone on this host, so that one probe is never another's. */
  private static final class Probe {
    private final Work work;
    private final Peer peer;
    private final Set<String> used;
    private final Storage storage;
    private final String prefix;
    private final String name;
    private final Map<String, String> made = new HashMap<>();
    private final Set<String> busy = new HashSet<>();

    Probe(Work work, Peer peer, Set<String> used) {
      this.work = work;
      this.peer = peer;
      this.used = used;
      this.storage = work.hypervisor().storage();
      this.prefix = "pilothouse-probe-" + work.hypervisor().hostName() + "-";
      this.name =
          prefix
              + UUID.nameUUIDFromBytes(
                  (work.id() + " " + work.now()).getBytes(StandardCharsets.UTF_8));
    }

    SharedPools run() {
      List<Pool> before = peer.ask(there -> there.storage().pools());
      List<Pool> mine =
          storage.pools().stream().filter(pool -> used.contains(pool.name())).toList();
      try {
        for (Pool pool : mine) {
          if (holdsFiles(pool) && sameFolder(before, pool).filter(Pool::active).isPresent()) {
            make(pool);
            refresh(sameFolder(before, pool).orElseThrow().name());
          }
        }
        List<Pool> there = peer.ask(host -> host.storage().pools());
        return new SharedPools(there, seen(mine, there), busy);
      } finally {
        made.values().forEach(this::remove);
      }
    }

    private void make(Pool pool) {
      for (var volume : pool.volumes()) {
        if (volume.name().startsWith(prefix)) {
          remove(volume.path()); // An agent that died left it.
        }
      }
      try {
        var probe = storage.createVolume(pool.name(), NewVolume.thin(name, "raw", PROBE_BYTES));
        made.put(pool.name(), probe.path());
      } catch (OperationException e) {
        if (Peer.gaveNoAnswer(e)) {
          throw e;
        }
        // Taken as not shared; then a file that is there all the same is never written over.
      }
    }

    private void refresh(String pool) {
      for (int i = 1; i <= TRIES; i++) {
        try {
          peer.tell(there -> there.storage().refreshPool(pool));
          return;
        } catch (OperationException e) {
          if (e.failure().code() != ErrorCode.WRONG_STATE) {
            throw e;
          }
          work.await(BETWEEN);
        }
      }
      busy.add(pool);
    }

    private Set<String> seen(List<Pool> mine, List<Pool> there) {
      Set<String> shared = new HashSet<>();
      for (Pool pool : mine) {
        boolean found =
            sameFolder(there, pool).stream()
                .flatMap(other -> other.volumes().stream())
                .anyMatch(volume -> volume.name().equals(name));
        if (found && made.containsKey(pool.name())) {
          shared.add(pool.name());
        }
      }
      return shared;
    }

    private void remove(String path) {
      try {
        storage.deleteVolume(path);
      } catch (OperationException e) {
        if (e.failure().code() != ErrorCode.NOT_FOUND) {
          throw e;
        }
      }
    }
  }
}
