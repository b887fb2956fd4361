package dev.pilothouse.agent.operation;

import dev.pilothouse.fleet.bus.AgentLine;
import dev.pilothouse.fleet.bus.BusUnavailableException;
import dev.pilothouse.fleet.bus.Subscription;
import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.MigrationFigures;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Order;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The bus as one host's agent sees it, in memory; it outlives the agent's runs. */
final class FakeBus {
  /** Every phase told, as {@code 2: waiting for ...}. */
  final List<String> phases = new CopyOnWriteArrayList<>();

  private final Map<String, AgentLine.Delivery> queue = new LinkedHashMap<>();
  private final Map<Long, OperationRecord> records = new LinkedHashMap<>();
  private final List<Consumer<Long>> cancelListeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<Boolean>> connectionListeners = new CopyOnWriteArrayList<>();
  private boolean away;
  private long numbers;
  private long entries;

  synchronized Order submit(Operation operation, Duration acceptWithin) {
    return submit(operation, Role.ADMIN, acceptWithin);
  }

  synchronized Order submit(Operation operation, Role role, Duration acceptWithin) {
    Instant now = Instant.now();
    long number = ++numbers;
    Principal ann = new Principal("ann", role, "test");
    Order order = new Order(UUID.randomUUID(), number, operation, ann, now, now.plus(acceptWithin));
    records.put(
        number,
        OperationRecord.submitted(order.id(), number, operation, "it", ann, now, order.deadline()));
    deliver(order);
    return order;
  }

  synchronized void deliver(Order order) {
    String entry = "e" + ++entries;
    enqueue(new AgentLine.Delivery.Trusted(entry, order));
  }

  /** Whatever lies in the queue for that order vanishes. */
  synchronized void takeBack(Order order) {
    queue
        .values()
        .removeIf(d -> d instanceof AgentLine.Delivery.Trusted t && t.order().equals(order));
  }

  synchronized void enqueue(AgentLine.Delivery delivery) {
    queue.put(delivery.entry(), delivery);
    notifyAll();
  }

  synchronized OperationRecord record(long number) {
    OperationRecord record = records.get(number);
    if (record == null) {
      throw new AssertionError("operation " + number + " is lost");
    }
    return record;
  }

  synchronized void put(OperationRecord record) {
    records.put(record.number(), record);
  }

  synchronized void forget(long number) {
    records.remove(number);
  }

  OperationState state(Order order) {
    return record(order.number()).state();
  }

  /** Deliveries that nobody acknowledged. */
  synchronized int unacknowledged() {
    return queue.size();
  }

  /** Asks for a cancel; {@code ring} false loses the doorbell. */
  void cancel(Order order, boolean ring) {
    synchronized (this) {
      records.computeIfPresent(order.number(), (n, r) -> r.withCancelRequested());
    }
    if (ring) {
      cancelListeners.forEach(l -> l.accept(order.number()));
    }
  }

  void setAway(boolean now) {
    synchronized (this) {
      away = now;
      notifyAll();
    }
    connectionListeners.forEach(l -> l.accept(!now));
  }

  /** One run's reader: it gets again what earlier runs did not acknowledge. */
  AgentLine line() {
    return new Line();
  }

  private final class Line implements AgentLine {
    private final List<String> given = new ArrayList<>();

    @Override
    public List<Delivery> take(Duration wait) {
      synchronized (FakeBus.this) {
        check();
        List<Delivery> next = fresh();
        if (next.isEmpty()) {
          try {
            FakeBus.this.wait(Math.max(1, wait.toMillis()));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          check();
          next = fresh();
        }
        next.forEach(d -> given.add(d.entry()));
        return next;
      }
    }

    private List<Delivery> fresh() {
      return queue.values().stream().filter(d -> !given.contains(d.entry())).limit(10).toList();
    }

    @Override
    public void acknowledge(Delivery delivery) {
      synchronized (FakeBus.this) {
        check();
        queue.remove(delivery.entry());
      }
    }

    @Override
    public @Nullable OperationRecord record(long number) {
      synchronized (FakeBus.this) {
        check();
        return records.get(number);
      }
    }

    @Override
    public @Nullable OperationRecord become(
        long number,
        OperationState state,
        String why,
        @Nullable Failure failure,
        @Nullable String result) {
      synchronized (FakeBus.this) {
        check();
        OperationRecord record = records.get(number);
        if (record == null) {
          return null;
        }
        Instant now = Instant.now();
        OperationState then =
            state == OperationState.ACCEPTED
                    && record.state() == OperationState.SUBMITTED
                    && !now.isBefore(record.deadline())
                ? OperationState.EXPIRED
                : state;
        OperationRecord next =
            record.become(new OperationRecord.Step(then, now, "agent", why), failure, result);
        records.put(number, next);
        return next;
      }
    }

    @Override
    public void progress(
        long number, int percent, String phase, @Nullable MigrationFigures figures) {
      synchronized (FakeBus.this) {
        phases.add(number + ": " + phase);
        records.computeIfPresent(number, (n, r) -> r.withProgress(percent, phase, figures));
      }
    }

    @Override
    public Subscription onCancel(Consumer<Long> listener) {
      cancelListeners.add(listener);
      return () -> cancelListeners.remove(listener);
    }

    @Override
    public void publish(List<FleetEvent> events) {}

    @Override
    public void publish(Notice notice) {}

    @Override
    public Subscription onConnection(Consumer<Boolean> listener) {
      connectionListeners.add(listener);
      listener.accept(true);
      return () -> connectionListeners.remove(listener);
    }

    @Override
    public void close() {}

    private void check() {
      if (away) {
        throw new BusUnavailableException("away");
      }
    }
  }
}
