package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.fleet.wire.WireException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node knows of operations that move: hears rings, and reads the records of those that
 * somebody waits for, because rings get lost.
 */
final class OperationWatch {
  private static final Logger LOG = LoggerFactory.getLogger(OperationWatch.class);
  private static final int BACKLOG = 10_000;
  private static final int REMEMBERED = 10_000;

  // Open operations that nobody waits for are looked at only every so many polls.
  private static final int IDLE_POLLS = 5;

  private final Codec codec;
  private final OperationRecords records;
  private final OperationClient client;
  private final Executor executor;
  private final Listeners<OperationRecord> listeners;

  // Guarded by this.
  private final LinkedHashMap<Long, Long> versions = new LinkedHashMap<>();
  private final Map<Long, OperationRecord> open = new HashMap<>();
  private final Map<Long, CompletableFuture<OperationRecord>> awaited = new HashMap<>();

  // Whose record was ahead of the rings at the last poll: at the next one the rings count as lost.
  private final Set<Long> ahead = new HashSet<>();
  private int polls;

  OperationWatch(Codec codec, OperationRecords records, OperationClient client, Executor executor) {
    this.codec = codec;
    this.records = records;
    this.client = client;
    this.executor = executor;
    this.listeners = new Listeners<>(executor, BACKLOG);
  }

  Subscription listen(Consumer<OperationRecord> listener) {
    return listeners.add(listener);
  }

  /** Completes with the terminal record; {@link #look} at it once, for it may have ended before. */
  synchronized CompletableFuture<OperationRecord> finished(long number) {
    // A copy: what one waiter does to its future is no matter of the others.
    return awaited.computeIfAbsent(number, n -> new CompletableFuture<>()).copy();
  }

  void rung(String json) {
    try {
      saw(codec.read(Stored.class, json), true);
    } catch (WireException e) {
      LOG.warn("an operation's news cannot be read: {}", e.getMessage());
    }
  }

  /** Reads what is awaited, and now and then what is open; to be called about every second. */
  void poll() {
    Set<Long> numbers = new HashSet<>();
    synchronized (this) {
      numbers.addAll(awaited.keySet());
      numbers.addAll(ahead);
      polls++;
      for (OperationRecord record : open.values()) {
        if (polls % IDLE_POLLS == 0 || client.late(record)) {
          numbers.add(record.number());
        }
      }
    }
    read(numbers, true);
  }

  /** Reads one that somebody has begun to wait for. */
  void look(long number) {
    read(Set.of(number), false);
  }

  private void read(Set<Long> numbers, boolean poll) {
    if (numbers.isEmpty()) {
      return;
    }
    Map<Long, Stored> found = records.read(numbers);
    for (long number : numbers) {
      Stored stored = found.get(number);
      if (stored == null) {
        gone(number);
      } else {
        saw(stored, poll && late(stored));
        // Expiring rings, and so comes back here.
        client.expireIfLate(stored.record());
      }
    }
  }

  /** Whether the rings that led to this version have had a whole poll's time to come. */
  private synchronized boolean late(Stored stored) {
    long number = stored.record().number();
    return versions.getOrDefault(number, 0L) < stored.version() && !ahead.add(number);
  }

  /**
   * @param tell false when rings may still come: listeners would miss the versions before this one
   */
  private void saw(Stored stored, boolean tell) {
    OperationRecord record = stored.record();
    long number = record.number();
    CompletableFuture<OperationRecord> waiting = null;
    synchronized (this) {
      if (tell && versions.getOrDefault(number, 0L) < stored.version()) {
        ahead.remove(number);
        versions.putLast(number, stored.version());
        open.put(number, record);
        listeners.tell(record);
      }
      if (record.state().terminal()) {
        waiting = awaited.remove(number);
        if (versions.getOrDefault(number, 0L) >= stored.version()) {
          open.remove(number);
        }
      }
      while (versions.size() > REMEMBERED) {
        open.remove(versions.pollFirstEntry().getKey());
      }
    }
    if (waiting != null) {
      waiting.completeAsync(() -> record, executor);
    }
  }

  private void gone(long number) {
    CompletableFuture<OperationRecord> waiting;
    synchronized (this) {
      open.remove(number);
      ahead.remove(number);
      waiting = awaited.remove(number);
    }
    if (waiting != null) {
      executor.execute(() -> waiting.completeExceptionally(OperationClient.notFound(number)));
    }
  }

  /** Nobody will hear of them any more. */
  void close() {
    List<CompletableFuture<OperationRecord>> waiting;
    synchronized (this) {
      waiting = List.copyOf(awaited.values());
      awaited.clear();
    }
    BusUnavailableException closed = new BusUnavailableException("this control room is closed");
    waiting.forEach(future -> future.completeExceptionally(closed));
  }
}
