package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.MigrationFigures;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Order;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.fleet.wire.Names;
import dev.pilothouse.fleet.wire.TrustedKeys;
import dev.pilothouse.fleet.wire.UntrustedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent's line on any bus. One daemon thread of its own, for heartbeats. */
final class BusAgentLine implements AgentLine {
  private static final Logger LOG = LoggerFactory.getLogger(BusAgentLine.class);

  private static final Duration BEAT = Duration.ofSeconds(1);

  private final Bus bus;
  private final String host;
  private final TrustedKeys keys;
  private final Clock clock;
  private final Codec codec = new Codec();
  private final OperationRecords records;
  private final FleetPublisher publisher;
  private final Notices notices;
  private final Bus.QueueReader reader;
  private final Chores beats = new Chores("pilothouse-heartbeat");
  private final Subscription connection;

  /** By number, until acknowledged: what a signed order says binds, whatever its record says. */
  private final Map<Long, Order> orders = new ConcurrentHashMap<>();

  BusAgentLine(Bus bus, String host, TrustedKeys keys, String pin, Clock clock, String epoch) {
    this.bus = bus;
    this.host = host;
    this.keys = keys;
    this.clock = clock;
    records = new OperationRecords(bus, codec);
    publisher = new FleetPublisher(bus, codec, clock, host, pin, epoch);
    notices = new Notices(bus, codec, Runnable::run);
    bus.updateMap(Names.HOSTS, Map.of(host, pin), Set.of());
    reader = bus.reader(Names.orders(host), "agent");
    connection =
        bus.onConnection(
            up -> {
              if (up) {
                beats.soon(publisher::again);
              }
            });
    beats.every(BEAT, publisher::beat);
    beats.every(BEAT, notices::flush);
  }

  @Override
  public List<Delivery> take(Duration wait) {
    return reader.take(wait).stream().map(this::open).toList();
  }

  private Delivery open(Bus.QueueReader.Entry entry) {
    try {
      Order order = keys.open(codec, host, entry.body());
      orders.put(order.number(), order);
      return new Delivery.Trusted(entry.id(), order);
    } catch (UntrustedException e) {
      return new Delivery.Untrusted(entry.id(), e.number(), String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void acknowledge(Delivery delivery) {
    reader.acknowledge(new Bus.QueueReader.Entry(delivery.entry(), ""));
    if (delivery instanceof Delivery.Trusted trusted) {
      orders.remove(trusted.order().number());
    }
  }

  @Override
  public @Nullable OperationRecord record(long number) {
    return ours(records.read(number));
  }

  @Override
  public @Nullable OperationRecord become(
      long number,
      OperationState state,
      String why,
      @Nullable Failure failure,
      @Nullable String result) {
    Instant now = clock.instant();
    OperationRecord.Step step = new OperationRecord.Step(state, now, "agent " + host, why);
    return ours(
        records.change(
            number,
            record -> {
              if (!ours(record)) {
                return record;
              }
              return state == OperationState.ACCEPTED && late(record, now)
                  ? OperationClient.expired(record, now, step.by())
                  : record.become(step, failure, result);
            }));
  }

  /** Whoever writes to the bus can change a record's deadline, but not that of a signed order. */
  private boolean late(OperationRecord record, Instant now) {
    Order order = orders.get(record.number());
    return !now.isBefore(record.deadline()) || (order != null && !now.isBefore(order.deadline()));
  }

  private @Nullable OperationRecord ours(@Nullable Stored stored) {
    return stored != null && ours(stored.record()) ? stored.record() : null;
  }

  /** A bus that lost its counter may give a number twice: then only the id tells. */
  private boolean ours(OperationRecord record) {
    Order order = orders.get(record.number());
    return record.operation().host().equals(host)
        && (order == null || order.id().equals(record.id()));
  }

  @Override
  public void progress(long number, int percent, String phase, @Nullable MigrationFigures figures) {
    try {
      records.change(number, record -> record.withProgress(percent, phase, figures));
    } catch (BusUnavailableException e) {
      LOG.debug("progress of operation {} was lost", number, e);
    }
  }

  @Override
  public Subscription onCancel(Consumer<Long> listener) {
    return bus.subscribe(
        Names.cancels(host),
        number -> {
          try {
            listener.accept(Long.valueOf(number));
          } catch (NumberFormatException e) {
            LOG.warn("a request to cancel names no operation");
          }
        });
  }

  @Override
  public void publish(List<FleetEvent> events) {
    publisher.publish(events);
  }

  @Override
  public void publish(Notice notice) {
    notices.publish(notice);
  }

  @Override
  public Subscription onConnection(Consumer<Boolean> listener) {
    return bus.onConnection(listener);
  }

  @Override
  public void close() {
    abandon();
    publisher.goodbye();
  }

  /** Ends without a goodbye, as a crash would. */
  void abandon() {
    connection.close();
    beats.close();
    reader.close();
  }
}
