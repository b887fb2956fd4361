package dev.pilothouse.fleet.bus.redis;

import dev.pilothouse.fleet.bus.Bus;
import dev.pilothouse.fleet.bus.BusUnavailableException;
import dev.pilothouse.fleet.bus.Listeners;
import dev.pilothouse.fleet.bus.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;
import org.redisson.api.RMapAsync;
import org.redisson.api.RScript;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.api.stream.StreamAddArgs;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.api.stream.StreamRangeArgs;
import org.redisson.client.codec.Codec;
import org.redisson.client.codec.StringCodec;

/** The bus on a Redis server. Its topics, streams and keys are named just as the caller says. */
public final class RedisBus implements Bus {
  private static final int BACKLOG = 10_000;
  private static final Codec UTF8 = StringCodec.INSTANCE;

  // Compares and sets at one stroke. ARGV: 1 if a value is expected, that value, the new value, ms.
  private static final String REPLACE =
      """
      local now = redis.call('get', KEYS[1])
      local same = (ARGV[1] == '1' and now == ARGV[2]) or (ARGV[1] == '0' and not now)
      if same then
        redis.call('set', KEYS[1], ARGV[3], 'px', ARGV[4])
        return 1
      end
      return 0
      """;

  private final RedissonClient redisson;
  private final Calls calls;
  private final Liveness liveness;
  private final ExecutorService listeners;

  private RedisBus(RedissonClient redisson, Calls calls, Liveness liveness, ExecutorService pool) {
    this.redisson = redisson;
    this.calls = calls;
    this.liveness = liveness;
    this.listeners = pool;
  }

  /**
   * Connects.
   *
   * @throws BusUnavailableException when Redis does not answer or refuses; the message says what to
   *     check
   */
  public static RedisBus open(RedisOptions options) {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            2, Thread.ofPlatform().daemon().name("pilothouse-redis-news-", 1).factory());
    Calls calls = new Calls(options.address());
    AtomicReference<@Nullable Liveness> asked = new AtomicReference<>();
    RedissonClient redisson;
    try {
      redisson = RedisConnector.connect(options, () -> ask(asked.get()));
    } catch (BusUnavailableException e) {
      pool.shutdown();
      throw e;
    }
    Liveness liveness =
        new Liveness(() -> calls.wait(() -> redisson.getKeys().countExistsAsync("ph:")), pool);
    liveness.start();
    asked.set(liveness);
    return new RedisBus(redisson, calls, liveness, pool);
  }

  /** Connections come and go before there is anybody to ask. */
  private static void ask(@Nullable Liveness liveness) {
    if (liveness != null) {
      liveness.askNow();
    }
  }

  @Override
  public int publish(String topic, String message) {
    return Math.toIntExact(calls.wait(() -> redisson.getTopic(topic, UTF8).publishAsync(message)));
  }

  @Override
  public Subscription subscribe(String topic, Consumer<String> listener) {
    Listeners<String> mailbox = new Listeners<>(listeners, BACKLOG);
    Subscription local = mailbox.add(listener);
    RTopic channel = redisson.getTopic(topic, UTF8);
    int id =
        calls.wait(
            () -> channel.addListenerAsync(String.class, (name, text) -> mailbox.tell(text)));
    return () -> {
      local.close();
      // Asynchronous: whether Redis hears of it is of no consequence.
      var unused = channel.removeListenerAsync(id);
    };
  }

  @Override
  public void enqueue(String queue, String entry) {
    calls.wait(
        () ->
            redisson
                .<String, String>getStream(queue, UTF8)
                .addAsync(StreamAddArgs.entry(RedisQueueReader.BODY, entry)));
  }

  @Override
  public QueueReader reader(String queue, String consumer) {
    return new RedisQueueReader(redisson, calls, liveness, queue, consumer);
  }

  @Override
  public @Nullable String read(String key) {
    return readAll(Set.of(key)).get(key);
  }

  @Override
  public Map<String, String> readAll(Set<String> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    String[] names = keys.toArray(new String[0]);
    return calls.wait(() -> redisson.getBuckets(UTF8).<String>getAsync(names));
  }

  @Override
  public boolean replace(String key, @Nullable String expected, String value, Duration keep) {
    long replaced =
        calls.wait(
            () ->
                redisson
                    .getScript(UTF8)
                    .<Long>evalAsync(
                        key,
                        RScript.Mode.READ_WRITE,
                        REPLACE,
                        RScript.ReturnType.LONG,
                        List.of(key),
                        expected == null ? "0" : "1",
                        expected == null ? "" : expected,
                        value,
                        Long.toString(Math.max(1, keep.toMillis()))));
    return replaced == 1;
  }

  @Override
  public void remove(String key) {
    calls.wait(() -> redisson.getBucket(key, UTF8).deleteAsync());
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // The batch's own future answers for its parts.
  public void updateMap(String map, Map<String, String> put, Set<String> remove) {
    if (put.isEmpty() && remove.isEmpty()) {
      return;
    }
    calls.wait(
        () -> {
          RBatch batch =
              redisson.createBatch(
                  BatchOptions.defaults()
                      .executionMode(BatchOptions.ExecutionMode.IN_MEMORY_ATOMIC));
          RMapAsync<String, String> fields = batch.getMap(map, UTF8);
          if (!put.isEmpty()) {
            fields.putAllAsync(put);
          }
          if (!remove.isEmpty()) {
            fields.fastRemoveAsync(remove.toArray(new String[0]));
          }
          return batch.executeAsync();
        });
  }

  @Override
  public Map<String, String> readMap(String map) {
    return calls.wait(() -> redisson.<String, String>getMap(map, UTF8).readAllMapAsync());
  }

  @Override
  public void append(String log, String entry, int keep) {
    calls.wait(
        () ->
            redisson
                .<String, String>getStream(log, UTF8)
                .addAsync(
                    StreamAddArgs.entry(RedisQueueReader.BODY, entry)
                        .trimNonStrict()
                        .maxLen(keep)
                        .noLimit()));
  }

  @Override
  public List<String> tail(String log, int most) {
    if (most <= 0) {
      return List.of();
    }
    Map<StreamMessageId, Map<String, String>> newest =
        calls.wait(
            () ->
                redisson
                    .<String, String>getStream(log, UTF8)
                    .rangeReversedAsync(
                        StreamRangeArgs.startId(StreamMessageId.MAX)
                            .endId(StreamMessageId.MIN)
                            .count(most)));
    List<String> entries = new ArrayList<>();
    for (Map<String, String> fields : newest.values()) {
      entries.add(fields.getOrDefault(RedisQueueReader.BODY, ""));
    }
    Collections.reverse(entries);
    return List.copyOf(entries);
  }

  @Override
  public long next(String counter) {
    return calls.wait(() -> redisson.getAtomicLong(counter).incrementAndGetAsync());
  }

  @Override
  public Subscription onConnection(Consumer<Boolean> listener) {
    return liveness.listen(listener);
  }

  /** Returns once its threads have ended, which takes up to about two seconds. */
  @Override
  public void close() {
    liveness.close();
    redisson.shutdown(0, 2, TimeUnit.SECONDS);
    listeners.shutdown();
  }
}
