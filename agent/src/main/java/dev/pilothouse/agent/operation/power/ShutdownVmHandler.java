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
import org.jspecify.annotations.Nullable;

/**
 * Presses the ACPI power button once, then waits for the guest. Proof: whether the same hypervisor
 * process still runs; that the button was pressed is noted in the journal right after.
 */
public record ShutdownVmHandler(Operation.ShutdownVm operation) implements Handler {
  private static final String UNTIL = "grace-until";
  private static final String PRESSED = "pressed";
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

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
    return new Finding.Settled(awaitOff(work));
  }

  private Outcome awaitOff(Work work) {
    Instant until = Instant.parse(require(work.noted(UNTIL)));
    while (!hasEnded(work)) {
      Duration left = Duration.between(work.now(), until);
      if (work.cancelRequested()) {
        return Outcome.cancelled("Stopped waiting; the guest may still shut down.");
      }
      if (!left.isPositive()) {
        return afterGrace(work, left.negated());
      }
      work.progress(percentDone(left), "the guest shuts down; " + seconds(left) + " s left");
      work.await(left.compareTo(LOOK_EVERY) < 0 ? left : LOOK_EVERY);
    }
    return Outcome.succeeded("shut down in " + work.took());
  }

  private Outcome afterGrace(Work work, Duration late) {
    String silent = "Still running after " + operation.grace().toSeconds() + " s";
    return switch (operation.then()) {
      case LEAVE ->
          work.noted(PRESSED) == null
              ? Outcome.interrupted(
                  ErrorCode.HYPERVISOR_LOST,
                  silent + "; whether the guest was asked to shut down cannot be told.",
                  "Shut it down again if it should stop.")
              : Outcome.failed(ErrorCode.GUEST_SILENT, silent + ".");
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

  private static String require(@Nullable String fact) {
    if (fact == null) {
      throw new IllegalStateException("the journal lacks the end of the grace");
    }
    return fact;
  }
}
