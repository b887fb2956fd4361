package dev.pilothouse.agent.operation;

import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.RunnerStoppedException;
import dev.pilothouse.fleet.bus.AgentLine;
import dev.pilothouse.fleet.bus.AgentLine.Delivery;
import dev.pilothouse.fleet.bus.BusUnavailableException;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Order;
import dev.pilothouse.fleet.operation.Permission;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes deliveries off the line, one after the other, and decides about each: not to be trusted,
 * known already, denied, too late, or accepted and journaled. Has no effect on any VM.
 */
final class Intake {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private static final Duration LISTEN = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofMillis(500);

  /** Where deliveries go from here. */
  interface Next {
    /** Adds the delivery to the flight that has this id already; false when there is none. */
    boolean attach(Order order, Delivery delivery);

    /** Accepted, and journaled unless it only reads. */
    void carryOut(Flight flight);

    /** Has its outcome, without having begun. */
    void report(Flight flight);
  }

  private final AgentLine line;
  private final Records records;
  private final Journal journal;
  private final InstantSource clock;
  private final RunnerSettings settings;
  private final String host;
  private final Next next;
  private final Bell bell = new Bell();

  Intake(
      AgentLine line,
      Journal journal,
      InstantSource clock,
      RunnerSettings settings,
      String host,
      Next next) {
    this.line = line;
    this.records = new Records(line);
    this.journal = journal;
    this.clock = clock;
    this.settings = settings;
    this.host = host;
    this.next = next;
  }

  void stop() {
    bell.stop();
  }

  void busIsBack() {
    bell.ring();
  }

  /** Until {@link #stop}. */
  void run() {
    try {
      while (!bell.stopped()) {
        try {
          for (Delivery delivery : line.take(LISTEN)) {
            decide(delivery);
          }
        } catch (BusUnavailableException e) {
          bell.await(RETRY);
        } catch (RunnerStoppedException e) {
          throw e;
        } catch (RuntimeException e) {
          LOG.error("taking orders failed; trying again", LogSafe.of(e));
          bell.await(RETRY);
        }
      }
    } catch (RunnerStoppedException e) {
      LOG.debug("intake stopped; what was not accepted stays in the queue");
    }
  }

  /** The line gives each delivery once in a run, so this must bring it to an end. */
  private void decide(Delivery delivery) {
    while (true) {
      if (bell.stopped()) {
        throw new RunnerStoppedException();
      }
      try {
        switch (delivery) {
          case Delivery.Trusted trusted -> decide(trusted);
          case Delivery.Untrusted untrusted -> refuse(untrusted);
        }
        return;
      } catch (BusUnavailableException e) {
        bell.await(RETRY);
      } catch (RunnerStoppedException e) {
        throw e;
      } catch (RuntimeException e) {
        LOG.error("a delivery cannot be handled and is left in the queue", LogSafe.of(e));
        return;
      }
    }
  }

  /** Forged words must not touch an operation that was accepted. */
  private void refuse(Delivery.Untrusted untrusted) {
    LOG.warn("refused an order that is not to be trusted; it claims number {}", untrusted.number());
    OperationRecord record = line.record(untrusted.number());
    if (record != null
        && record.state() == OperationState.SUBMITTED
        && record.operation().host().equals(host)) {
      Failure failure = new Failure(ErrorCode.UNTRUSTED, untrusted.why());
      line.become(untrusted.number(), OperationState.FAILED, failure.message(), failure, null);
    }
    line.acknowledge(untrusted);
  }

  private void decide(Delivery.Trusted delivery) {
    Order order = delivery.order();
    if (next.attach(order, delivery)) {
      return;
    }
    JournalEntry known = journal.find(order.id());
    if (known != null) {
      repeat(order, known, delivery);
      return;
    }
    OperationRecord before = records.read(order);
    if (before == null || before.state().terminal()) {
      line.acknowledge(delivery);
      return;
    }
    boolean recovered = before.state() != OperationState.SUBMITTED;
    Flight flight = new Flight(order, recovered);
    flight.attach(delivery);
    if (before.state() == OperationState.RUNNING) {
      end(
          flight,
          Outcome.interrupted(
              ErrorCode.HOST_UNREACHABLE,
              "The agent's journal does not know what became of it.",
              "Look at the VM; order it again if it is still wanted."));
      return;
    }
    Permission needed = order.operation().verb().permission();
    if (!order.principal().may(needed)) {
      end(flight, denied("The role " + lower(order.principal().role()) + " may not do that."));
    } else if (!settings.allows(needed)) {
      end(
          flight,
          denied("On this host nobody may do more than " + lower(settings.ceiling()) + "."));
    } else if (!recovered && !clock.instant().isBefore(order.deadline())) {
      expire(order, delivery);
    } else {
      accept(flight, delivery);
    }
  }

  private void accept(Flight flight, Delivery delivery) {
    Order order = flight.order();
    OperationRecord now =
        records.become(order, OperationState.ACCEPTED, "taken by the agent of this host", null);
    if (now == null || now.state() != OperationState.ACCEPTED) {
      // Cancelled or expired at the last moment.
      line.acknowledge(delivery);
    } else if (flight.readsOnly()) {
      next.carryOut(flight);
    } else {
      try {
        journal.taken(order);
      } catch (RuntimeException e) {
        LOG.error(
            "operation {} cannot be journaled and is not carried out",
            order.number(),
            LogSafe.of(e));
        end(flight, Outcome.failed(ErrorCode.INTERNAL, "The agent cannot write its journal."));
        return;
      }
      next.carryOut(flight);
    }
  }

  private void expire(Order order, Delivery delivery) {
    Failure late =
        new Failure(
            ErrorCode.HOST_UNREACHABLE,
            "The agent got it after its deadline; nothing was done.",
            "Order it again if it is still wanted.");
    records.become(order, OperationState.EXPIRED, late.message(), late);
    line.acknowledge(delivery);
  }

  /** It was carried out before: the record may have missed the end. */
  private void repeat(Order order, JournalEntry known, Delivery delivery) {
    LOG.info("operation {} was delivered again and is not repeated", order.number());
    Outcome outcome = known.outcome();
    if (outcome == null) {
      line.acknowledge(delivery);
    } else {
      Flight flight = new Flight(order, true);
      flight.attach(delivery);
      end(flight, outcome);
    }
  }

  private void end(Flight flight, Outcome outcome) {
    flight.end(outcome);
    next.report(flight);
  }

  private static Outcome denied(String why) {
    return Outcome.failed(ErrorCode.DENIED, why);
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
