package dev.pilothouse.agent.operation.power;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Incarnation;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Presses the ACPI power button once, then waits for the guest. Proof: whether the same hypervisor
 * process still runs; that the button was pressed is noted in the journal right after.
 *
 * <p>When that note is missing, nobody can tell whether the guest was asked. It is not asked again:
 * a second press means something else to some guests. It is watched for a moment, for one that was
 * asked is mostly off by then; after that a person knows better what to do than a grace that may be
 * running for nothing. Its power is never cut then, for it may not have had its chance.
 */
public record ShutdownVmHandler(Operation.ShutdownVm operation) implements Handler {
  private static final String UNTIL = "grace-until";
  private static final String PRESSED = "pressed";
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** With the time to connect again, less than the 30 s within which an operation settles. */
  private static final Duration WATCH = Duration.ofSeconds(15);

  /** Cutting the power later than this after the grace would surprise people. */
  private static final Duration LATEST_CUT = Duration.ofSeconds(30);

  @Override
  public Map<String, String> look(Work work) {
    Vm vm = Require.running(work, operation.vm());
    return Map.of(
        Incarnation.FACT,
        Incarnation.of(vm).fact(),
        UNTIL,
        work.now().plus(operation.grace()).toString());
  }

  @Override
  public Outcome carryOut(Work work) {
    work.hypervisor().requestShutdown(operation.vm().uuid());
    work.note(PRESSED, work.now().toString());
    return awaitOff(work);
  }

  @Override
  public Finding settle(Work work) {
    return new Finding.Settled(work.noted(PRESSED) == null ? watch(work) : awaitOff(work));
  }

  private Outcome awaitOff(Work work) {
    Instant until = graceUntil(work);
    return offBy(until, "the guest shuts down", work)
        .orElseGet(() -> afterGrace(work, Duration.between(until, work.now())));
  }

  private Outcome watch(Work work) {
    Instant enough = work.now().plus(WATCH);
    Instant until = graceUntil(work);
    return offBy(
            until.isBefore(enough) ? until : enough,
            "it may have been asked to shut down; watching it",
            work)
        .orElseGet(
            () ->
                Outcome.interrupted(
                    ErrorCode.HYPERVISOR_LOST,
                    "Still running; whether the guest was asked to shut down cannot be told.",
                    "If it does not go off by itself, shut it down again."));
  }

  /** The outcome if the VM goes off in time or somebody cancels; else empty. */
  private Optional<Outcome> offBy(Instant until, String phase, Work work) {
    while (!hasEnded(work)) {
      Duration left = Duration.between(work.now(), until);
      if (work.cancelRequested()) {
        return Optional.of(Outcome.cancelled("Stopped waiting; the guest may still shut down."));
      }
      if (!left.isPositive()) {
        return Optional.empty();
      }
      int percent = work.noted(PRESSED) == null ? -1 : percentDone(left);
      work.progress(percent, phase + "; " + seconds(left) + " s left");
      work.await(left.compareTo(LOOK_EVERY) < 0 ? left : LOOK_EVERY);
    }
    return Optional.of(Outcome.succeeded("shut down in " + work.took()));
  }

  private Outcome afterGrace(Work work, Duration late) {
    String silent = "Still running after " + operation.grace().toSeconds() + " s";
    return switch (operation.then()) {
      case LEAVE -> Outcome.failed(ErrorCode.GUEST_SILENT, silent + ".");
      case FORCE_OFF -> {
        if (late.compareTo(LATEST_CUT) > 0) {
          yield Outcome.failed(
              ErrorCode.GUEST_SILENT,
              silent + "; its power was not cut because the agent was away at that time.");
        }
        cutPower(work);
        yield Outcome.succeeded(silent + ", so its power was cut");
      }
    };
  }

  private void cutPower(Work work) {
    try {
      work.hypervisor().forceOff(operation.vm().uuid());
    } catch (OperationException e) {
      // The guest may have gone off by itself at this very moment.
      if (e.failure().code() == ErrorCode.HYPERVISOR_LOST || !hasEnded(work)) {
        throw e;
      }
    }
  }

  private boolean hasEnded(Work work) {
    Optional<Vm> now = work.hypervisor().find(operation.vm().uuid());
    return Incarnation.compare(work.noted(Incarnation.FACT), now) == Incarnation.Match.ENDED;
  }

  private int percentDone(Duration left) {
    long all = Math.max(1, operation.grace().toMillis());
    return Math.clamp(100 - 100 * left.toMillis() / all, 0, 99);
  }

  /** Rounded up, so that the last second shows as 1. */
  private static long seconds(Duration left) {
    return (left.toMillis() + 999) / 1000;
  }

  private static Instant graceUntil(Work work) {
    String fact = work.noted(UNTIL);
    if (fact == null) {
      throw new IllegalStateException("the journal lacks the end of the grace");
    }
    return Instant.parse(fact);
  }
}
