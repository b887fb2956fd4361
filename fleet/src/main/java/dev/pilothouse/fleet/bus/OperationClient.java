package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Order;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.fleet.wire.Names;
import dev.pilothouse.fleet.wire.SigningKey;
import dev.pilothouse.fleet.wire.WireException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts operations on their way: number, record, signed order in the host's queue, in that sequence,
 * so that an order never lies in a queue without a record that tells its fate.
 */
final class OperationClient {
  private static final Logger LOG = LoggerFactory.getLogger(OperationClient.class);
  private static final int LOG_LENGTH = 10_000;

  private final Bus bus;
  private final Codec codec;
  private final OperationRecords records;
  private final SigningKey key;
  private final String node;
  private final Clock clock;
  private final Supplier<Fleet> fleet;

  OperationClient(
      Bus bus,
      Codec codec,
      OperationRecords records,
      SigningKey key,
      String node,
      Clock clock,
      Supplier<Fleet> fleet) {
    this.bus = bus;
    this.codec = codec;
    this.records = records;
    this.key = key;
    this.node = node;
    this.clock = clock;
    this.fleet = fleet;
  }

  OperationRecord submit(
      Operation operation, String targetName, Principal principal, Duration acceptWithin) {
    checkPermission(operation.verb(), principal);
    OperationRecord record;
    String envelope;
    try {
      checkHost(operation.host());
      Instant now = clock.instant();
      Instant deadline = now.plus(acceptWithin);
      UUID id = UUID.randomUUID();
      do {
        long number = bus.next(Names.OPERATION_COUNTER);
        Order order = new Order(id, number, operation, principal, now, deadline);
        envelope = key.seal(codec, operation.host(), order);
        record =
            OperationRecord.submitted(
                    id, number, operation.forTheRecord(), targetName, principal, now, deadline)
                .withProgress(-1, waitsFor(operation.host(), deadline));
      } while (!records.create(record));
    } catch (BusUnavailableException e) {
      throw lost("Redis cannot be reached; nothing was submitted.", e);
    } catch (WireException e) {
      throw new OperationException(
          new Failure(ErrorCode.BAD_INPUT, "It is too large: " + e.getMessage()), e);
    }
    try {
      if (operation.verb().risk() != Verb.Risk.READS) {
        bus.append(Names.OPERATION_LOG, Long.toString(record.number()), LOG_LENGTH);
      }
      bus.enqueue(Names.orders(operation.host()), envelope);
      return record;
    } catch (BusUnavailableException e) {
      return withdrawn(record, e);
    }
  }

  OperationRecord cancel(long number, Principal principal) {
    try {
      Stored stored = records.change(number, record -> cancelled(record, principal));
      if (stored == null) {
        throw notFound(number);
      }
      OperationRecord record = stored.record();
      if (!record.state().terminal()) {
        bus.publish(Names.cancels(record.operation().host()), Long.toString(number));
      }
      return record;
    } catch (BusUnavailableException e) {
      throw lost(
          "Redis cannot be reached; whether operation %d is cancelled will show.".formatted(number),
          e);
    }
  }

  /** The record, moved to EXPIRED if that is what it is by now. */
  OperationRecord expireIfLate(OperationRecord record) {
    if (!late(record)) {
      return record;
    }
    Stored stored =
        records.change(
            record.number(), now -> late(now) ? expired(now, clock.instant(), node) : now);
    return stored == null ? record : stored.record();
  }

  /** Whether its deadline passed before anybody accepted it. */
  boolean late(OperationRecord record) {
    return record.state() == OperationState.SUBMITTED
        && !clock.instant().isBefore(record.deadline());
  }

  static OperationRecord expired(OperationRecord record, Instant at, String by) {
    String why = "no agent accepted it before its deadline";
    return record.become(
        new OperationRecord.Step(OperationState.EXPIRED, at, by, why),
        new Failure(ErrorCode.HOST_UNREACHABLE, "Nothing was done: " + why + "."),
        null);
  }

  static OperationException notFound(long number) {
    return new OperationException(
        new Failure(
            ErrorCode.NOT_FOUND,
            "There is no operation " + number + ".",
            "Look at the newest ones with 'op list'; old ones are forgotten."));
  }

  private OperationRecord cancelled(OperationRecord record, Principal principal) {
    Verb verb = record.operation().verb();
    checkPermission(verb, principal);
    return switch (record.state()) {
      case SUBMITTED ->
          record.become(
              new OperationRecord.Step(
                  OperationState.CANCELLED, clock.instant(), principal.name(), "cancelled"),
              new Failure(
                  ErrorCode.CANCELLED,
                  "%s cancelled it before it was accepted; nothing was done."
                      .formatted(principal.name())),
              null);
      case ACCEPTED -> record.withCancelRequested();
      case RUNNING -> {
        if (!verb.cancellable()) {
          throw wrongState(
              "Operation %d runs already, and '%s' cannot be cancelled then."
                  .formatted(record.number(), verb.title()));
        }
        yield record.withCancelRequested();
      }
      case SUCCEEDED, FAILED, CANCELLED, EXPIRED, INTERRUPTED ->
          throw wrongState(
              "Operation %d ended already: %s."
                  .formatted(record.number(), record.state().name().toLowerCase(Locale.ROOT)));
    };
  }

  private void checkPermission(Verb verb, Principal principal) {
    if (!principal.may(verb.permission())) {
      throw new OperationException(
          ErrorCode.DENIED,
          "%s, as %s, may not %s."
              .formatted(
                  principal.name(),
                  principal.role().name().toLowerCase(Locale.ROOT),
                  verb.title()));
    }
  }

  private void checkHost(String host) {
    // The map knows hosts that this node's feed has not read yet.
    if (fleet.get().host(host) == null && !HostRegister.knows(bus, host)) {
      throw new OperationException(
          new Failure(
              ErrorCode.NOT_FOUND,
              "There is no host " + host + " in this fleet.",
              "Check the name with 'host list'."));
    }
  }

  private String waitsFor(String name, Instant deadline) {
    Host host = fleet.get().host(name);
    if (host == null || host.presence() == Presence.ONLINE) {
      return "";
    }
    return "waiting for host %s, which is %s; expires at %s"
        .formatted(
            name,
            host.presence().name().toLowerCase(Locale.ROOT),
            deadline.truncatedTo(ChronoUnit.SECONDS));
  }

  /** The order may lie in the queue or not: fails the record, which settles it either way. */
  private OperationRecord withdrawn(OperationRecord record, BusUnavailableException cause) {
    String message = "Redis was lost while operation %d was queued".formatted(record.number());
    Failure failure = new Failure(ErrorCode.BUS_LOST, message + "; nothing was done.");
    OperationRecord.Step step =
        new OperationRecord.Step(OperationState.FAILED, clock.instant(), node, failure.message());
    Stored stored;
    try {
      stored =
          records.change(
              record.number(),
              now ->
                  now.state() == OperationState.SUBMITTED ? now.become(step, failure, null) : now);
    } catch (BusUnavailableException e) {
      LOG.warn("operation {} may or may not be queued", record.number(), e);
      throw lost(
          message
              + " and whether it is will show: it runs or expires by %s."
                  .formatted(record.deadline().truncatedTo(ChronoUnit.SECONDS)),
          cause);
    }
    if (stored == null || failure.equals(stored.record().failure())) {
      throw new OperationException(failure, cause);
    }
    return stored.record(); // it got there after all, and an agent has it
  }

  private static OperationException wrongState(String message) {
    return new OperationException(
        new Failure(ErrorCode.WRONG_STATE, message, "Look at it with 'op show'."));
  }

  private static OperationException lost(String message, BusUnavailableException cause) {
    return new OperationException(new Failure(ErrorCode.BUS_LOST, message), cause);
  }
}
