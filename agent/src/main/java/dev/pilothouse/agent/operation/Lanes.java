package dev.pilothouse.agent.operation;

import dev.pilothouse.fleet.operation.Operation.Lane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Operations of one lane (on one VM) run one at a time, in the order they came; on the whole host
 * at most {@code slots} run at once, and of some kinds fewer. Says what each waiting one waits for.
 * Thread-safe.
 */
final class Lanes {
  /** Hears what an operation waits for, whenever that changes; must not block. */
  @FunctionalInterface
  interface Listener {
    void waits(long number, String phase);
  }

  /**
   * A kind of operations of which only some run at once.
   *
   * @param many for people, such as {@code migrations}
   */
  record Bound(String one, String many, int most) {
    private String full() {
      return most == 1 ? "a " + one + " runs" : most + " " + many + " run";
    }
  }

  /** No operation: what the agent does by itself. */
  private static final long HOUSEKEEPING = 0;

  private final int slots;
  private final Executor pool;
  private final Listener listener;
  private final List<Waiting> waiting = new ArrayList<>();
  private final Map<Lane, Long> runningOn = new HashMap<>();
  private final Map<Bound, Integer> runningOf = new HashMap<>();
  private int running;
  private boolean stopped;

  Lanes(int slots, Executor pool, Listener listener) {
    this.slots = slots;
    this.pool = pool;
    this.listener = listener;
  }

  /**
   * Puts an operation at the end of its lane.
   *
   * @param lane null for an operation that need not wait for others
   */
  synchronized void add(long number, @Nullable Lane lane, Runnable task) {
    add(number, lane, null, task);
  }

  /**
   * The same for one of which only some run at once.
   *
   * @param bound null for one of which as many run as there are slots
   */
  synchronized void add(long number, @Nullable Lane lane, @Nullable Bound bound, Runnable task) {
    waiting.add(new Waiting(number, lane, bound, task));
    advance();
  }

  /**
   * The agent's own work, of which it waits for one at a time in a lane; what is more is dropped.
   */
  synchronized void addHousekeeping(Lane lane, Runnable task) {
    if (waiting.stream().noneMatch(w -> w.number == HOUSEKEEPING && lane.equals(w.lane))) {
      add(HOUSEKEEPING, lane, task);
    }
  }

  /** Takes an operation out that has not begun; false when it has, or is not here. */
  synchronized boolean withdraw(long number) {
    boolean found = waiting.removeIf(w -> w.number == number);
    if (found) {
      advance();
    }
    return found;
  }

  /** Nothing begins any more. */
  synchronized void stop() {
    stopped = true;
    waiting.clear();
  }

  private void advance() {
    Map<Lane, Long> ahead = new HashMap<>(runningOn);
    Iterator<Waiting> each = waiting.iterator();
    while (each.hasNext() && !stopped) {
      Waiting next = each.next();
      Long before = next.lane == null ? null : ahead.put(next.lane, next.number);
      if (before != null && next.lane != null) {
        tell(next, "waiting for " + named(before) + " on " + next.lane.what());
      } else if (next.bound != null && runningOf.getOrDefault(next.bound, 0) >= next.bound.most) {
        tell(next, "waiting: " + next.bound.full() + " on this host");
      } else if (running >= slots) {
        tell(next, "waiting: " + slots + " operations run on this host");
      } else {
        each.remove();
        begin(next);
      }
    }
  }

  private void begin(Waiting next) {
    running++;
    if (next.lane != null) {
      runningOn.put(next.lane, next.number);
    }
    if (next.bound != null) {
      runningOf.merge(next.bound, 1, Integer::sum);
    }
    pool.execute(
        () -> {
          try {
            next.task.run();
          } finally {
            end(next);
          }
        });
  }

  private synchronized void end(Waiting done) {
    running--;
    if (done.lane != null) {
      runningOn.remove(done.lane);
    }
    if (done.bound != null) {
      runningOf.merge(done.bound, -1, Integer::sum);
    }
    advance();
  }

  private static String named(long number) {
    return number == HOUSEKEEPING ? "the agent's housekeeping" : "operation " + number;
  }

  private void tell(Waiting who, String phase) {
    if (who.number != HOUSEKEEPING && !phase.equals(who.told)) {
      who.told = phase;
      listener.waits(who.number, phase);
    }
  }

  private static final class Waiting {
    private final long number;
    private final @Nullable Lane lane;
    private final @Nullable Bound bound;
    private final Runnable task;
    private String told = "";

    Waiting(long number, @Nullable Lane lane, @Nullable Bound bound, Runnable task) {
      this.number = number;
      this.lane = lane;
      this.bound = bound;
      this.task = task;
    }
  }
}
