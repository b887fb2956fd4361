package dev.pilothouse.fleet.bus.redis;

import dev.pilothouse.fleet.bus.Bus;
import dev.pilothouse.fleet.bus.BusUnavailableException;
import dev.pilothouse.fleet.bus.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;
import org.redisson.api.RStream;
import org.redisson.api.RedissonClient;
import org.redisson.api.stream.AutoClaimResult;
import org.redisson.api.stream.StreamCreateGroupArgs;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.api.stream.StreamReadGroupArgs;
import org.redisson.client.RedisBusyException;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;

/**
 * A stream read by a consumer group of one (XREADGROUP). What Redis handed out and nobody
 * acknowledged stays pending there, and is read again whenever an answer may have been lost.
 */
final class RedisQueueReader implements Bus.QueueReader {
  /** The field of a stream's entries that holds the text. */
  static final String BODY = "b";

  private static final String GROUP = "readers";
  private static final int AT_ONCE = 16;

  // A blocked command holds a connection and cannot notice a close: not for long.
  private static final Duration SLICE = Duration.ofSeconds(2);

  private final RedissonClient redisson;
  private final Calls calls;
  private final String queue;
  private final String consumer;
  private final RStream<String, String> stream;
  private final Subscription connection;
  private final Set<String> handedOut = new HashSet<>();
  private boolean groupKnown;
  private StreamMessageId pendingAfter = StreamMessageId.ALL;
  private volatile boolean pendingUnread = true;
  private volatile boolean closed;

  RedisQueueReader(
      RedissonClient redisson, Calls calls, Liveness liveness, String queue, String consumer) {
    this.redisson = redisson;
    this.calls = calls;
    this.queue = queue;
    this.consumer = consumer;
    this.stream = redisson.getStream(queue, StringCodec.INSTANCE);
    claim();
    // Redis may have handed out entries whose answer died with the connection.
    this.connection = liveness.listen(up -> pendingUnread = true);
  }

  @Override
  public List<Entry> take(Duration wait) {
    long until = System.nanoTime() + wait.toNanos();
    try {
      if (!groupKnown) {
        claim();
      }
      List<Entry> entries = pending();
      while (entries.isEmpty() && !closed) {
        Duration left = Duration.ofNanos(until - System.nanoTime());
        if (left.toMillis() <= 0) {
          break;
        }
        entries = waiting(left.compareTo(SLICE) < 0 ? left : SLICE);
        if (entries.isEmpty()) {
          entries = pending();
        }
      }
      return entries;
    } catch (BusUnavailableException e) {
      pendingUnread = true;
      // The group may be gone with the server's data; making it again harms nothing.
      groupKnown = false;
      throw e;
    }
  }

  private List<Entry> waiting(Duration wait) {
    StreamReadGroupArgs args =
        StreamReadGroupArgs.neverDelivered()
            .count(AT_ONCE)
            .timeout(Duration.ofMillis(Math.max(1, wait.toMillis())));
    return handOut(calls.wait(() -> stream.readGroupAsync(GROUP, consumer, args), wait));
  }

  /** What was handed out by Redis but never arrived here; a part of it, until all is read. */
  private List<Entry> pending() {
    while (pendingUnread) {
      pendingUnread = false;
      Map<StreamMessageId, Map<String, String>> found;
      StreamReadGroupArgs args = StreamReadGroupArgs.greaterThan(pendingAfter).count(AT_ONCE);
      found = calls.wait(() -> stream.readGroupAsync(GROUP, consumer, args));
      if (found.isEmpty()) {
        pendingAfter = StreamMessageId.ALL;
        return List.of();
      }
      pendingUnread = true;
      for (StreamMessageId id : found.keySet()) {
        pendingAfter = id;
      }
      List<Entry> entries = handOut(found);
      if (!entries.isEmpty()) {
        return entries;
      }
    }
    return List.of();
  }

  private List<Entry> handOut(Map<StreamMessageId, Map<String, String>> found) {
    List<Entry> entries = new ArrayList<>();
    found.forEach(
        (id, fields) -> {
          // Pending entries whose stream entry was removed have no fields any more.
          String body = fields == null ? null : fields.get(BODY);
          synchronized (handedOut) {
            if (handedOut.add(id.toString())) {
              entries.add(new Entry(id.toString(), body == null ? "" : body));
            }
          }
        });
    return entries;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // The batch's own future answers for its parts.
  public void acknowledge(Entry entry) {
    StreamMessageId id = parse(entry.id());
    calls.wait(
        () -> {
          RBatch batch =
              redisson.createBatch(
                  BatchOptions.defaults()
                      .executionMode(BatchOptions.ExecutionMode.IN_MEMORY_ATOMIC));
          batch.getStream(queue, StringCodec.INSTANCE).ackAsync(GROUP, id);
          batch.getStream(queue, StringCodec.INSTANCE).removeAsync(id);
          return batch.executeAsync();
        });
    synchronized (handedOut) {
      handedOut.remove(entry.id());
    }
  }

  /** Makes the group if there is none, and takes over what other readers left behind. */
  private void claim() {
    try {
      calls.wait(
          () ->
              stream.createGroupAsync(
                  StreamCreateGroupArgs.name(GROUP).id(StreamMessageId.ALL).makeStream()));
    } catch (BusUnavailableException e) {
      if (!(e.getCause() instanceof RedisBusyException) && !groupExists(e)) {
        throw e;
      }
    }
    StreamMessageId next = StreamMessageId.ALL;
    do {
      StreamMessageId from = next;
      AutoClaimResult<String, String> claimed =
          calls.wait(
              () ->
                  stream.autoClaimAsync(
                      GROUP, consumer, 0, TimeUnit.MILLISECONDS, from, 10 * AT_ONCE));
      next = claimed.getNextId();
    } while (!next.toString().equals("0-0"));
    groupKnown = true;
  }

  private static boolean groupExists(BusUnavailableException e) {
    return e.getCause() instanceof RedisException r
        && r.getMessage() != null
        && r.getMessage().startsWith("BUSYGROUP");
  }

  private static StreamMessageId parse(String id) {
    String[] parts = id.split("-", 2);
    return new StreamMessageId(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }

  @Override
  public void close() {
    closed = true;
    connection.close();
  }
}
