package dev.pilothouse.fleet.bus.memory;

import dev.pilothouse.fleet.bus.Bus;
import dev.pilothouse.fleet.bus.Listeners;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The place where several nodes of one process meet: what a Redis server is for real ones. Its
 * monitor guards everything in it.
 */
public final class MemoryWorld implements AutoCloseable {
  static final int BACKLOG = 10_000;

  final Clock clock;
  final ExecutorService listeners =
      Executors.newFixedThreadPool(
          2, Thread.ofPlatform().daemon().name("pilothouse-memory-bus-", 1).factory());
  final Map<String, Listeners<String>> topics = new HashMap<>();
  final Map<String, Kept> records = new HashMap<>();
  final Map<String, Map<String, String>> maps = new HashMap<>();
  final Map<String, Deque<String>> logs = new HashMap<>();
  final Map<String, Long> counters = new HashMap<>();
  final Map<String, Queue> queues = new HashMap<>();
  final Listeners<Boolean> connection = new Listeners<>(listeners, BACKLOG);
  private boolean up = true;

  /** How many times a message of a topic is told: tests make it 0 or 2. */
  int doorbells = 1;

  /** How many times an entry of a queue is handed out: tests make it 2. */
  int deliveries = 1;

  record Kept(String value, Instant until) {}

  /** Entries that wait, and those that were taken and not acknowledged, oldest first. */
  static final class Queue {
    final Deque<Bus.QueueReader.Entry> waiting = new ArrayDeque<>();
    final Map<String, Bus.QueueReader.Entry> taken = new LinkedHashMap<>();
    long last;
  }

  public MemoryWorld() {
    this(Clock.systemUTC());
  }

  /** Records expire by {@code clock}. */
  public MemoryWorld(Clock clock) {
    this.clock = clock;
  }

  /** One node's bus in this world. */
  public Bus connect() {
    return new MemoryBus(this);
  }

  synchronized boolean up() {
    return up;
  }

  /** What the server being away or back is to a real bus. */
  synchronized void up(boolean now) {
    if (up != now) {
      up = now;
      connection.tell(now);
      notifyAll();
    }
  }

  @Nullable String live(String key) {
    Kept kept = records.get(key);
    if (kept != null && !clock.instant().isBefore(kept.until())) {
      records.remove(key);
      return null;
    }
    return kept == null ? null : kept.value();
  }

  List<String> newest(String log, int most) {
    List<String> all = new ArrayList<>(logs.getOrDefault(log, new ArrayDeque<>()));
    return List.copyOf(all.subList(Math.max(0, all.size() - most), all.size()));
  }

  /** Ends its threads. Nodes that are still connected find the bus away. */
  @Override
  public void close() {
    up(false);
    listeners.shutdown();
  }
}
