package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.stream.Offering;
import dev.pilothouse.fleet.stream.StreamSettings;
import dev.pilothouse.fleet.wire.SigningKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * All that a management node needs: the fleet as it is, operations to submit and watch, notices to
 * read. TUI and command shell both stand on this and on nothing else of the bus. Thread-safe.
 */
public interface ControlRoom extends AutoCloseable {
  /**
   * Opens it on a bus that can be reached now, and which stays the caller's to close.
   *
   * @param node names this management node in sessions and records
   */
  static ControlRoom open(Bus bus, SigningKey key, String node) {
    return open(bus, key, node, Clock.systemUTC());
  }

  /**
   * @param clock tells deadlines and the times in records
   */
  static ControlRoom open(Bus bus, SigningKey key, String node, Clock clock) {
    return open(bus, key, node, StreamSettings.onLoopback(), clock);
  }

  /**
   * @param streams where the agents reach this node, for what is not sent over the bus
   */
  static ControlRoom open(
      Bus bus, SigningKey key, String node, StreamSettings streams, Clock clock) {
    return new BusControlRoom(bus, key, node, streams, clock);
  }

  /** The newest fleet; empty until {@link #synced()}. */
  Fleet fleet();

  /** Done when the first full picture of all known hosts has been read. */
  CompletableFuture<Void> synced();

  /** Rings after the fleet changed; coalesced, never carries data. */
  Subscription onFleet(Runnable doorbell);

  /**
   * Checks permission, records, signs and queues an operation.
   *
   * @param targetName what the person called the target
   * @param acceptWithin it expires unless an agent accepts it within this time
   * @throws dev.pilothouse.fleet.operation.OperationException DENIED, NOT_FOUND (no such host),
   *     BUS_LOST
   */
  OperationRecord submit(
      Operation operation, String targetName, Principal principal, Duration acceptWithin);

  /**
   * Offers a stream to the agent of {@code host}, to be named in an order for it. Good until it is
   * closed, which whoever asked for it does when the order ended.
   *
   * @throws dev.pilothouse.fleet.operation.OperationException NOT_FOUND (no such host), UNSUPPORTED
   *     (an older agent), SOURCE_UNREACHABLE (this node cannot listen), BUS_LOST
   */
  Offering offer(String host);

  /**
   * Asks for a cancel: at once when nobody accepted it yet, else the agent decides.
   *
   * @throws dev.pilothouse.fleet.operation.OperationException NOT_FOUND, WRONG_STATE (ended, or not
   *     cancellable any more), DENIED, BUS_LOST
   */
  OperationRecord cancel(long number, Principal principal);

  Optional<OperationRecord> operation(long number);

  /** The newest operations, newest first; reads are left out. */
  List<OperationRecord> recentOperations(int most);

  /**
   * Hears every new version of every operation's record, each record's versions in order; reads are
   * included.
   */
  Subscription onOperation(Consumer<OperationRecord> listener);

  /**
   * Completes with the record once it is terminal; a lost doorbell only delays it by about a
   * second.
   */
  CompletableFuture<OperationRecord> finished(long number);

  /**
   * Takes a host out of the fleet that is gone for good; its VMs are not touched. Its agent brings
   * it back by reporting again.
   *
   * @throws dev.pilothouse.fleet.operation.OperationException DENIED, NOT_FOUND, WRONG_STATE (its
   *     agent still reports), BUS_LOST
   */
  void forget(String host, Principal principal);

  /** The newest notices, oldest first. */
  List<Notice> notices(int most);

  Subscription onNotice(Consumer<Notice> listener);

  /** Who is logged in anywhere in this fleet. */
  List<SessionInfo> sessions();

  /**
   * Shows a session in {@link #sessions()} everywhere until closed; a node that dies takes its
   * sessions with it soon.
   */
  Subscription register(SessionInfo session);

  /** True while Redis answers. */
  boolean connected();

  Subscription onConnection(Consumer<Boolean> listener);

  @Override
  void close();
}
