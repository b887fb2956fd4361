package dev.pilothouse.fleet.bus.memory;

import dev.pilothouse.fleet.bus.Bus;
import dev.pilothouse.fleet.bus.BusUnavailableException;
import dev.pilothouse.fleet.bus.Listeners;
import dev.pilothouse.fleet.bus.Subscription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One node's view of a {@link MemoryWorld}. */
final class MemoryBus implements Bus {
  private static final int AT_ONCE = 16;

  private final MemoryWorld world;
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  MemoryBus(MemoryWorld world) {
    this.world = world;
  }

  @Override
  public int publish(String topic, String message) {
    return inWorld(
        () -> {
          Listeners<String> listeners = world.topics.get(topic);
          if (listeners == null) {
            return 0;
          }
          for (int i = 0; i < world.doorbells; i++) {
            listeners.tell(message);
          }
          return listeners.count();
        });
  }

  @Override
  public Subscription subscribe(String topic, Consumer<String> listener) {
    return inWorld(
        () ->
            keep(
                world
                    .topics
                    .computeIfAbsent(
                        topic, t -> new Listeners<>(world.listeners, MemoryWorld.BACKLOG))
                    .add(listener)));
  }

  @Override
  public void enqueue(String queue, String entry) {
    inWorld(
        () -> {
          MemoryWorld.Queue q = queue(queue);
          for (int i = 0; i < world.deliveries; i++) {
            q.last++;
            q.waiting.addLast(new QueueReader.Entry(Long.toString(q.last), entry));
          }
          world.notifyAll();
          return q.last;
        });
  }

  @Override
  public QueueReader reader(String queue, String consumer) {
    return inWorld(
        () -> {
          MemoryWorld.Queue q = queue(queue);
          List<QueueReader.Entry> again = new ArrayList<>(q.taken.values());
          again.reversed().forEach(q.waiting::addFirst);
          return new MemoryReader(q);
        });
  }

  @Override
  public @Nullable String read(String key) {
    return readAll(Set.of(key)).get(key);
  }

  @Override
  public Map<String, String> readAll(Set<String> keys) {
    return inWorld(
        () -> {
          Map<String, String> found = new HashMap<>();
          for (String key : keys) {
            String value = world.live(key);
            if (value != null) {
              found.put(key, value);
            }
          }
          return found;
        });
  }

  @Override
  public boolean replace(String key, @Nullable String expected, String value, Duration keep) {
    return inWorld(
        () -> {
          boolean same = Objects.equals(world.live(key), expected);
          if (same) {
            world.records.put(key, new MemoryWorld.Kept(value, world.clock.instant().plus(keep)));
          }
          return same;
        });
  }

  @Override
  public void remove(String key) {
    inWorld(() -> world.records.remove(key) != null);
  }

  @Override
  public void updateMap(String map, Map<String, String> put, Set<String> remove) {
    inWorld(
        () -> {
          Map<String, String> fields = world.maps.computeIfAbsent(map, m -> new HashMap<>());
          fields.putAll(put);
          return fields.keySet().removeAll(remove);
        });
  }

  @Override
  public Map<String, String> readMap(String map) {
    return inWorld(() -> Map.copyOf(world.maps.getOrDefault(map, Map.of())));
  }

  @Override
  public void append(String log, String entry, int keep) {
    inWorld(
        () -> {
          Deque<String> entries = world.logs.computeIfAbsent(log, l -> new ArrayDeque<>());
          entries.addLast(entry);
          while (entries.size() > keep) {
            entries.removeFirst();
          }
          return entries.size();
        });
  }

  @Override
  public List<String> tail(String log, int most) {
    return inWorld(() -> world.newest(log, most));
  }

  @Override
  public long next(String counter) {
    return inWorld(() -> world.counters.merge(counter, 1L, Long::sum));
  }

  @Override
  public Subscription onConnection(Consumer<Boolean> listener) {
    synchronized (world) {
      return keep(world.connection.add(listener, world.up()));
    }
  }

  @Override
  public void close() {
    closed = true;
    subscriptions.forEach(Subscription::close);
    subscriptions.clear();
    synchronized (world) {
      world.notifyAll();
    }
  }

  private MemoryWorld.Queue queue(String name) {
    return world.queues.computeIfAbsent(name, q -> new MemoryWorld.Queue());
  }

  private Subscription keep(Subscription subscription) {
    subscriptions.add(subscription);
    return () -> {
      subscriptions.remove(subscription);
      subscription.close();
    };
  }

  private <T> T inWorld(Supplier<T> action) {
    synchronized (world) {
      checkUp();
      return action.get();
    }
  }

  private void checkUp() {
    if (closed || !world.up()) {
      throw new BusUnavailableException(closed ? "this bus is closed" : "the bus is down");
    }
  }

  private final class MemoryReader implements QueueReader {
    private final MemoryWorld.Queue queue;
    private boolean readerClosed;

    MemoryReader(MemoryWorld.Queue queue) {
      this.queue = queue;
    }

    @Override
    public List<Entry> take(Duration wait) {
      long until = System.nanoTime() + wait.toNanos();
      synchronized (world) {
        checkUp();
        while (queue.waiting.isEmpty() && !readerClosed) {
          long left = (until - System.nanoTime()) / 1_000_000;
          if (left <= 0) {
            break;
          }
          try {
            world.wait(left);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            break;
          }
          checkUp();
        }
        return readerClosed ? List.of() : takeWaiting();
      }
    }

    private List<Entry> takeWaiting() {
      List<Entry> entries = queue.waiting.stream().limit(AT_ONCE).toList();
      entries.forEach(entry -> queue.waiting.removeFirst());
      entries.forEach(entry -> queue.taken.put(entry.id(), entry));
      return entries;
    }

    @Override
    public void acknowledge(Entry entry) {
      inWorld(
          () -> {
            queue.taken.remove(entry.id());
            return queue.waiting.removeIf(other -> other.id().equals(entry.id()));
          });
    }

    @Override
    public void close() {
      synchronized (world) {
        readerClosed = true;
        world.notifyAll();
      }
    }
  }
}
