package dev.pilothouse.fleet.bus;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What management nodes and agents share. Topics may lose and repeat messages; queues and records
 * do not lose. Every call may throw {@link BusUnavailableException} within a bounded time (about
 * two seconds); the bus reconnects by itself.
 *
 * <p>Thread-safe. Listeners are called on threads of the bus, one call at a time for each
 * subscription, and must not block.
 */
public interface Bus extends AutoCloseable {
  /** Rings everybody who listens now; returns how many heard it, 0 when nobody did. */
  int publish(String topic, String message);

  /** Hears what is rung on {@code topic} from now on. Messages rung during an outage are lost. */
  Subscription subscribe(String topic, Consumer<String> listener);

  /** Puts an entry at the end of a queue, where it stays until it is acknowledged. */
  void enqueue(String queue, String entry);

  /**
   * Opens a queue for reading. What an earlier reader of the same queue took and did not
   * acknowledge comes first, again.
   *
   * @param consumer names the reader; one reader per queue at a time
   */
  QueueReader reader(String queue, String consumer);

  /** Takes entries out of a queue. */
  interface QueueReader extends AutoCloseable {
    /** The next entries; empty when none came within {@code wait}. An entry may come twice. */
    List<Entry> take(Duration wait);

    /** Done with it: it never comes again. */
    void acknowledge(Entry entry);

    @Override
    void close();

    record Entry(String id, String body) {}
  }

  /** The record under {@code key}, or null. */
  @Nullable String read(String key);

  /** The records under {@code keys} that exist. */
  Map<String, String> readAll(Set<String> keys);

  /**
   * Writes a record if it still is {@code expected} (null: if there is none), at one stroke.
   *
   * @param keep how long it stays unless it is written again
   * @return false when it was something else
   */
  boolean replace(String key, @Nullable String expected, String value, Duration keep);

  /** Removes a record, if there is one. */
  void remove(String key);

  /** Changes the fields of a map at one stroke: a reader sees all of it or none. */
  void updateMap(String map, Map<String, String> put, Set<String> remove);

  /** All fields of a map, of one moment. Empty when there is none. */
  Map<String, String> readMap(String map);

  /** Puts an entry at the end of a log of which about the newest {@code keep} stay. */
  void append(String log, String entry, int keep);

  /** The newest {@code most} entries of a log, oldest first. */
  List<String> tail(String log, int most);

  /** The next number of a counter: 1, 2, 3... */
  long next(String counter);

  /**
   * Hears {@code true} when the bus can be reached (again) and {@code false} when not; told the
   * present state at once.
   */
  Subscription onConnection(Consumer<Boolean> listener);

  @Override
  void close();
}
