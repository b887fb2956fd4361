package dev.pilothouse.agent.operation.handler;

import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Waits until a guest has let go of a device that it was asked for.
 *
 * @param device for people, such as {@code vdb}
 * @param until when {@code patience} is over
 */
public record LettingGo(String device, Duration patience, Instant until) {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /**
   * @param held whether the guest has it still
   * @return empty once the guest has let go, else how the waiting ended
   */
  public Optional<Outcome> await(Work work, BooleanSupplier held) {
    while (held.getAsBoolean()) {
      Duration left = Duration.between(work.now(), until);
      if (work.cancelRequested()) {
        return Optional.of(
            Outcome.cancelled(
                "Stopped waiting; the guest has been asked and may still let go. The definition"
                    + " keeps "
                    + device
                    + "."));
      }
      if (!left.isPositive()) {
        return Optional.of(
            Outcome.failed(
                new Failure(
                    ErrorCode.GUEST_SILENT,
                    "The guest did not let go of "
                        + device
                        + " within "
                        + patience.toSeconds()
                        + " s; it keeps it, and so does the definition.",
                    "See that nothing in the guest uses it and that the guest runs, then try"
                        + " again; or shut the VM down first.")));
      }
      work.progress(percentDone(left), "waiting for the guest to let go of " + device);
      work.await(left.compareTo(LOOK_EVERY) < 0 ? left : LOOK_EVERY);
    }
    return Optional.empty();
  }

  private int percentDone(Duration left) {
    return Math.clamp(100 - 100 * left.toMillis() / Math.max(1, patience.toMillis()), 0, 99);
  }
}
