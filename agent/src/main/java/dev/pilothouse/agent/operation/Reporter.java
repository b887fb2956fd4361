package dev.pilothouse.agent.operation;

import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.RunnerStoppedException;
import dev.pilothouse.fleet.bus.AgentLine;
import dev.pilothouse.fleet.bus.AgentLine.Delivery;
import dev.pilothouse.fleet.bus.BusUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings outcomes to the bus, in the order they came, however long the bus is away: first the
 * record, then the acknowledgement, then the journal's mark. Each step may be repeated.
 */
final class Reporter {
  private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
  private static final Duration RETRY = Duration.ofMillis(500);

  /** A Redis that crashed may have lost about its last second; this is ample. */
  private static final Duration TELL_AGAIN = Duration.ofMinutes(1);

  private final AgentLine line;
  private final Records records;
  private final Journal journal;
  private final InstantSource clock;
  private final Consumer<Flight> landed;
  private final Bell bell = new Bell();
  private final Deque<Flight> outbox = new ArrayDeque<>();

  /** How often the bus came back; guarded by the outbox. */
  private int returns;

  private final Deque<Told> told = new ArrayDeque<>();

  /**
   * @param landed hears of every flight whose outcome is on the bus
   */
  Reporter(AgentLine line, Journal journal, InstantSource clock, Consumer<Flight> landed) {
    this.line = line;
    this.records = new Records(line);
    this.journal = journal;
    this.clock = clock;
    this.landed = landed;
  }

  /** Never blocks; {@code flight} has its outcome. */
  void report(Flight flight) {
    synchronized (outbox) {
      outbox.addLast(flight);
    }
    bell.ring();
  }

  /** The bus is back: it may have forgotten what it was told last. */
  void busIsBack() {
    synchronized (outbox) {
      returns++;
      forgetOld();
      for (Told each : told) {
        outbox.addFirst(each.flight);
      }
      told.clear();
    }
    bell.ring();
  }

  void stop() {
    bell.stop();
  }

  /** Until {@link #stop}. */
  void run() {
    try {
      while (true) {
        Flight next = first();
        if (next == null) {
          bell.await(Duration.ofSeconds(10));
        } else if (!tell(next)) {
          bell.await(RETRY);
        }
      }
    } catch (RunnerStoppedException e) {
      LOG.debug("reporter stopped with {} outcomes left in the journal", left());
    }
  }

  private boolean tell(Flight flight) {
    if (bell.stopped()) {
      throw new RunnerStoppedException();
    }
    int before = returns();
    try {
      Outcome outcome = flight.outcome();
      if (outcome != null) {
        records.end(flight.order(), outcome);
      }
      for (Delivery delivery : flight.land()) {
        line.acknowledge(delivery);
      }
    } catch (BusUnavailableException e) {
      return false;
    } catch (RuntimeException e) {
      LOG.error("the outcome of operation {} cannot be reported", flight.number(), LogSafe.of(e));
      Outcome outcome = flight.outcome();
      if (outcome != null && outcome.result() != null) {
        flight.end(outcome.withoutResult("its result cannot be sent"));
        return false;
      }
    }
    markReported(flight);
    synchronized (outbox) {
      if (returns != before) {
        return true; // told to a bus that may have forgotten it since: it stays, to be told again
      }
      outbox.remove(flight);
      told.addLast(new Told(flight, clock.instant()));
      forgetOld();
    }
    landed.accept(flight);
    return true;
  }

  private void markReported(Flight flight) {
    try {
      if (journal.find(flight.order().id()) != null) {
        journal.reported(flight.order().id());
      }
    } catch (RuntimeException e) {
      LOG.warn(
          "operation {} will be reported again after a restart", flight.number(), LogSafe.of(e));
    }
  }

  private void forgetOld() {
    Instant old = clock.instant().minus(TELL_AGAIN);
    while (!told.isEmpty() && told.getFirst().at.isBefore(old)) {
      told.removeFirst();
    }
  }

  private int returns() {
    synchronized (outbox) {
      return returns;
    }
  }

  private @Nullable Flight first() {
    synchronized (outbox) {
      return outbox.peekFirst();
    }
  }

  private int left() {
    synchronized (outbox) {
      return outbox.size();
    }
  }

  private record Told(Flight flight, Instant at) {}
}
