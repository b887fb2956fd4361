package dev.pilothouse.agent.operation;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.operation.handler.Departures;
import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.HostMemory;
import dev.pilothouse.agent.operation.handler.HostPolicy;
import dev.pilothouse.agent.operation.handler.Maintenance;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Passages;
import dev.pilothouse.agent.operation.handler.RunnerStoppedException;
import dev.pilothouse.agent.operation.handler.Streams;
import dev.pilothouse.agent.operation.handler.Trash;
import dev.pilothouse.agent.operation.handler.Viewers;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.MigrationFigures;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.stream.StreamDial;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out one operation with its handler, from the journal's word that it was taken to its
 * outcome: at most one effect, whatever breaks in between.
 */
final class Execution implements Work {
  private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

  /** Of an order that provably had no effect the times before. */
  private static final int ATTEMPTS = 3;

  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  private final Flight flight;
  private final Hypervisor hypervisor;
  private final Journal journal;
  private final InstantSource clock;
  private final RunnerSettings settings;
  private final HostMemory memory;
  private final Streams streams;
  private final ProgressTeller teller;
  private final ReentrantLock alone;
  private final Handler handler;
  private Instant attemptBegan;

  Execution(
      Flight flight,
      Hypervisor hypervisor,
      Journal journal,
      InstantSource clock,
      RunnerSettings settings,
      HostMemory memory,
      Streams streams,
      ProgressTeller teller,
      ReentrantLock alone) {
    this.flight = flight;
    this.hypervisor = hypervisor;
    this.journal = journal;
    this.clock = clock;
    this.settings = settings;
    this.memory = memory;
    this.streams = streams;
    this.teller = teller;
    this.alone = alone;
    this.handler = Handlers.of(flight.order().operation(), settings);
    this.attemptBegan = clock.instant();
  }

  /**
   * How it ended.
   *
   * @throws RunnerStoppedException when the agent stops first; the journal has all that the next
   *     run needs
   */
  Outcome run() {
    JournalEntry entry = entry();
    if (entry != null && entry.begun() > 0) {
      attemptBegan = entry.begunAt() == null ? clock.instant() : entry.begunAt();
      return settle(
          new Failure(
              ErrorCode.HOST_UNREACHABLE,
              "The agent stopped in the middle; nothing was changed.",
              "Order it again if it is still wanted."),
          NotDone.TRY_AGAIN);
    }
    if (flight.recovered() && !fresh()) {
      return Outcome.failed(
          new Failure(
              ErrorCode.HOST_UNREACHABLE,
              "The agent stopped before it began and came back after the deadline; nothing was"
                  + " changed.",
              "Order it again if it is still wanted."));
    }
    return attempt();
  }

  private Outcome attempt() {
    attemptBegan = clock.instant();
    try {
      Map<String, String> facts = lookOnceReachable();
      if (!flight.readsOnly()) {
        journal.begun(id(), facts);
      }
    } catch (OperationException e) {
      return flight.cancelRequested()
          ? Outcome.cancelled("Cancelled before it began; nothing was done.")
          : Outcome.failed(e.failure());
    } catch (UncheckedIOException e) {
      LOG.error(
          "operation {} cannot be journaled and is not carried out",
          flight.number(),
          LogSafe.of(e));
      return Outcome.failed(
          new Failure(
              ErrorCode.INTERNAL,
              "The agent cannot write its journal; nothing was changed.",
              "Check the space and the health of the disk under the agent's state directory."));
    }
    teller.hush(flight.number());
    try {
      return handler.carryOut(this);
    } catch (RunnerStoppedException e) {
      throw e;
    } catch (OperationException e) {
      if (e.failure().code() == ErrorCode.HYPERVISOR_SILENT) {
        return settle(e.failure(), NotDone.PROVES_NOTHING);
      }
      return e.failure().code() == ErrorCode.HYPERVISOR_LOST
          ? settle(nothingChanged(e.failure()), NotDone.TRY_AGAIN)
          : Outcome.failed(e.failure());
    } catch (RuntimeException e) {
      LOG.error("operation {} broke off", flight.number(), LogSafe.of(e));
      return settle(
          new Failure(ErrorCode.INTERNAL, "The agent broke off in the middle."), NotDone.FAILED);
    }
  }

  /** A libvirt that is restarting should not fail what has not begun: waits for it a little. */
  private Map<String, String> lookOnceReachable() {
    Instant until = attemptBegan.plus(settings.newOrdersWait());
    while (true) {
      try {
        return handler.look(this);
      } catch (OperationException e) {
        boolean lost = e.failure().code() == ErrorCode.HYPERVISOR_LOST;
        if (!lost || flight.cancelRequested() || !clock.instant().isBefore(until)) {
          throw e;
        }
        progress(-1, "waiting for libvirt to come back");
        await(LOOK_AGAIN);
      }
    }
  }

  /** What it means when an operation that may have had its effect turns out not to have. */
  private enum NotDone {
    TRY_AGAIN,
    FAILED,
    /** The call still waits inside a libvirt that hangs, and may come through yet. */
    PROVES_NOTHING
  }

  /**
   * It may have had its effect: asks what is true, once libvirt can be asked.
   *
   * @param why what to say when nothing was done
   */
  private Outcome settle(Failure why, NotDone notDone) {
    Instant until = clock.instant().plus(settings.settleWait());
    while (true) {
      try {
        return switch (handler.settle(this)) {
          case Finding.Settled settled -> settled.outcome();
          case Finding.NotDone n ->
              switch (notDone) {
                case TRY_AGAIN -> mayTryAgain() ? again() : Outcome.failed(why);
                case FAILED -> Outcome.failed(why);
                case PROVES_NOTHING -> unknown(why);
              };
        };
      } catch (RunnerStoppedException e) {
        throw e;
      } catch (OperationException e) {
        boolean lost =
            e.failure().code() == ErrorCode.HYPERVISOR_LOST
                || e.failure().code() == ErrorCode.HYPERVISOR_SILENT;
        if (lost && clock.instant().isBefore(until)) {
          progress(-1, "waiting for libvirt to come back, to see what became of it");
          await(LOOK_AGAIN);
        } else {
          return unknown(e.failure());
        }
      } catch (RuntimeException e) {
        LOG.error("operation {} cannot be settled", flight.number(), LogSafe.of(e));
        return unknown(new Failure(ErrorCode.INTERNAL, "The agent failed to find it out."));
      }
    }
  }

  /** What failed may have failed because the first attempt had its effect late. */
  private Outcome again() {
    LOG.info("operation {} had no effect yet and is tried again", flight.number());
    Outcome second = attempt();
    if (second.state() == OperationState.SUCCEEDED) {
      return second;
    }
    try {
      return handler.settle(this) instanceof Finding.Settled first
              && first.outcome().state() == OperationState.SUCCEEDED
          ? first.outcome()
          : second;
    } catch (OperationException e) {
      return second;
    }
  }

  private boolean mayTryAgain() {
    JournalEntry entry = entry();
    return fresh() && entry != null && entry.begun() < ATTEMPTS;
  }

  private boolean fresh() {
    return clock.instant().isBefore(flight.order().deadline());
  }

  private static Failure nothingChanged(Failure failure) {
    return new Failure(failure.code(), failure.message() + " Nothing was changed.", failure.hint());
  }

  private static Outcome unknown(Failure failure) {
    return Outcome.interrupted(
        failure.code(), "What became of it cannot be told. " + failure.message(), failure.hint());
  }

  private @Nullable JournalEntry entry() {
    return journal.find(id());
  }

  @Override
  public UUID id() {
    return flight.order().id();
  }

  @Override
  public Principal principal() {
    return flight.order().principal();
  }

  @Override
  public Hypervisor hypervisor() {
    return hypervisor;
  }

  @Override
  public HostPolicy policy() {
    return settings.policy();
  }

  @Override
  public Trash trash() {
    return memory.trash();
  }

  @Override
  public Maintenance maintenance() {
    return memory.maintenance();
  }

  @Override
  public Departures departures() {
    return memory.departures();
  }

  @Override
  public long number() {
    return flight.number();
  }

  @Override
  public StreamDial streams() {
    return streams.dial();
  }

  @Override
  public Viewers viewers() {
    return streams.viewers();
  }

  @Override
  public Passages passages() {
    return streams.passages();
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public void progress(int percent, String phase, @Nullable MigrationFigures figures) {
    teller.say(flight.number(), percent, phase, figures);
  }

  @Override
  public void note(String fact, String value) {
    journal.noted(id(), fact, value);
  }

  @Override
  public @Nullable String noted(String fact) {
    JournalEntry entry = entry();
    return entry == null ? null : entry.facts().get(fact);
  }

  @Override
  public boolean cancelRequested() {
    return flight.cancelRequested();
  }

  @Override
  public void await(Duration atMost) {
    flight.bell().await(atMost);
  }

  @Override
  public <T> T alone(Supplier<T> deed) {
    alone.lock();
    try {
      return deed.get();
    } finally {
      alone.unlock();
    }
  }

  @Override
  public String took() {
    return String.format(
        Locale.ROOT, "%.1f s", Duration.between(attemptBegan, clock.instant()).toMillis() / 1000.0);
  }
}
