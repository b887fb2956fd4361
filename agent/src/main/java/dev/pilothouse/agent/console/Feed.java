package dev.pilothouse.agent.console;

import dev.pilothouse.fleet.console.ConsoleNews;
import dev.pilothouse.fleet.operation.ConsoleOperation.Mark;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one guest printed and how its console is, for any number of readers, each at a place of its
 * own. Who prints never waits for one who reads: who falls behind what is kept goes on with the
 * oldest that there is. Thread-safe.
 */
final class Feed {
  /** So much of what was printed is kept. */
  static final int KEPT = 64 << 10;

  /** So much that is for one reader alone waits for it; then the oldest is dropped. */
  private static final int MOST_OWN = 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private String epoch = "";
  private Ring ring = new Ring(KEPT, 0);
  private LogTail.Earlier earlier = LogTail.Earlier.NONE;
  private ConsoleNews.@Nullable Condition state;
  private long stateAt;
  private @Nullable String over;

  void printed(byte[] bytes, int from) {
    locked(() -> ring.add(bytes, from));
  }

  /** Readers hear it after all that was printed before. */
  void state(ConsoleNews.State now, String words) {
    locked(
        () -> {
          ConsoleNews.Condition condition = new ConsoleNews.Condition(now, words);
          if (!condition.equals(state)) {
            state = condition;
            stateAt = ring.end();
          }
        });
  }

  boolean begun() {
    lock.lock();
    try {
      return !epoch.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Begins to count; readers wait for this. Harmless twice. */
  void begin(String newEpoch) {
    locked(
        () -> {
          if (epoch.isEmpty()) {
            epoch = newEpoch;
          }
        });
  }

  /** Adds what a log has and this has not; counts as the log does if they do not fit together. */
  void catchUp(LogTail tail) {
    locked(
        () -> {
          Long at = tail.place(epoch, ring.end());
          if (at == null) {
            epoch = tail.epoch();
            ring = new Ring(KEPT, tail.start());
            earlier = tail.earlier();
            stateAt = ring.end();
            ring.add(tail.bytes(), 0);
          } else if (at < tail.start()) {
            ring.skip(tail.start() - at);
            ring.add(tail.bytes(), 0);
          } else if (at < tail.end()) {
            ring.add(tail.bytes(), (int) (at - tail.start()));
          }
        });
  }

  /** Nothing more comes; readers come to their end when they have read it all. */
  void end(String why) {
    locked(() -> over = why);
  }

  /** Why nothing more comes. */
  String over() {
    lock.lock();
    try {
      return over == null ? "" : over;
    } finally {
      lock.unlock();
    }
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * @param seen null for one that has seen nothing
   */
  Reader reader(@Nullable Mark seen) {
    return new Reader(seen);
  }

  /** One who reads, on one thread; told by any. */
  final class Reader {
    private final Deque<ConsoleNews> own = new ArrayDeque<>();
    private final @Nullable Mark seen;
    private String at = "";
    private long place;
    private ConsoleNews.@Nullable Condition told;
    private boolean closed;

    private Reader(@Nullable Mark seen) {
      this.seen = seen;
    }

    /** Something for this reader alone, before the rest. Of one kind the newest counts. */
    void tell(ConsoleNews something) {
      locked(
          () -> {
            own.removeIf(waiting -> waiting.equals(something) || newer(something, waiting));
            if (own.size() >= MOST_OWN) {
              own.removeFirst();
            }
            own.addLast(something);
          });
    }

    private static boolean newer(ConsoleNews something, ConsoleNews waiting) {
      return something instanceof ConsoleNews.Keyboard && waiting instanceof ConsoleNews.Keyboard;
    }

    /** Ends it: {@link #next} answers null from now on. */
    void close() {
      locked(() -> closed = true);
    }

    /** Waits for the next news; null at the end. */
    @Nullable ConsoleNews next() throws InterruptedException {
      lock.lock();
      try {
        while (!closed) {
          ConsoleNews next = poll();
          if (next != null) {
            return next;
          }
          if (over != null) {
            return null;
          }
          news.await();
        }
        return null;
      } finally {
        lock.unlock();
      }
    }

    /** The next news if there is one now. */
    @Nullable ConsoleNews poll() {
      lock.lock();
      try {
        return now();
      } finally {
        lock.unlock();
      }
    }

    private @Nullable ConsoleNews now() {
      if (epoch.isEmpty() || state == null) {
        return null;
      }
      if (told == null) {
        told = state;
        return told;
      }
      if (!own.isEmpty()) {
        return own.removeFirst();
      }
      boolean fresh = !at.equals(epoch);
      if (fresh) {
        place = at.isEmpty() ? placeOf(seen) : ring.start();
        at = epoch;
      }
      place = Math.max(place, ring.start());
      long until = told.equals(state) ? ring.end() : Math.min(ring.end(), Math.max(stateAt, place));
      if (fresh || place < until) {
        byte[] bytes = ring.read(place, (int) Math.min(until - place, ConsoleNews.MOST_PRINTED));
        ConsoleNews printed = new ConsoleNews.Printed(epoch, place, bytes);
        place += bytes.length;
        return printed;
      }
      if (!told.equals(state)) {
        told = state;
        return told;
      }
      return null;
    }

    private long placeOf(@Nullable Mark mark) {
      if (mark == null) {
        return ring.start();
      }
      if (mark.epoch().equals(epoch)) {
        return Math.min(mark.at(), ring.end());
      }
      Long mapped = earlier.place(mark.epoch(), mark.at());
      return mapped == null ? ring.start() : Math.min(mapped, ring.end());
    }
  }
}
