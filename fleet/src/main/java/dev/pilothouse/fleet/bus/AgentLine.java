package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.MigrationFigures;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Order;
import dev.pilothouse.fleet.wire.TrustedKeys;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All that the agent of one host needs of the bus: orders to carry out, records to keep true, news
 * to tell. Thread-safe. Calls throw {@link BusUnavailableException} when the bus is away.
 */
public interface AgentLine extends AutoCloseable {
  /**
   * Opens the line of {@code host} on a bus that can be reached now, and which stays the caller's
   * to close. One line per host at a time.
   */
  static AgentLine open(Bus bus, String host, TrustedKeys keys) {
    return open(bus, host, keys, "", Clock.systemUTC());
  }

  /**
   * @param pin of the agent's {@link dev.pilothouse.fleet.stream.StreamKey}, told to the fleet;
   *     empty for one that takes no streams
   * @param clock tells deadlines and the times in records
   */
  static AgentLine open(Bus bus, String host, TrustedKeys keys, String pin, Clock clock) {
    return new BusAgentLine(bus, host, keys, pin, clock, UUID.randomUUID().toString());
  }

  /**
   * The next deliveries, at most a few; empty when none came within {@code wait}. What an earlier
   * run of this agent took and did not acknowledge comes again first. Deliveries repeat: compare
   * ids with the journal.
   */
  List<Delivery> take(Duration wait);

  /** Something out of the host's queue. */
  sealed interface Delivery {
    /** How the queue knows it. */
    String entry();

    /** Signed by a management node that this agent trusts, for this host. */
    record Trusted(String entry, Order order) implements Delivery {}

    /**
     * Not signed by a trusted key, meant for another host, or not readable. Nothing of it may be
     * executed.
     *
     * @param number the operation's number that it claims, or 0
     */
    record Untrusted(String entry, long number, String why) implements Delivery {}
  }

  /** Done with it: it never comes again. */
  void acknowledge(Delivery delivery);

  /** The record as the bus has it; null when it is gone. */
  @Nullable OperationRecord record(long number);

  /**
   * Moves the record on and rings everybody who watches. Terminal states absorb: the answer is the
   * record as it is then, which says whether it moved. ACCEPTED is refused (the record becomes
   * EXPIRED) after the deadline.
   *
   * @return null when the record is gone
   */
  @Nullable OperationRecord become(
      long number,
      OperationState state,
      String why,
      @Nullable Failure failure,
      @Nullable String result);

  /**
   * Tells how far it is; at most a few times a second. Lost progress is no loss: never throws.
   *
   * @param figures null for anything else than a migration
   */
  void progress(long number, int percent, String phase, @Nullable MigrationFigures figures);

  /**
   * Hears the number of every operation on this host that a person asks to cancel. May ring twice
   * or not at all: look at the record too.
   */
  Subscription onCancel(Consumer<Long> listener);

  /**
   * Tells all nodes, in order, and keeps the host's full picture for those that come later. Never
   * throws: while the bus is away the news is remembered, and told when it is back. What was
   * reported of the host last is repeated every second as the agent's heartbeat.
   *
   * @throws IllegalArgumentException for an event of another host, or one that only management
   *     nodes conclude
   */
  void publish(List<FleetEvent> events);

  /** Tells all nodes. Never throws: while the bus is away, the newest few are remembered. */
  void publish(Notice notice);

  Subscription onConnection(Consumer<Boolean> listener);

  /** Says goodbye: the host shows as offline at once. */
  @Override
  void close();
}
