package dev.pilothouse.agent.operation.migration;

import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a migration is still to go on.
 *
 * @param timeout null for ever
 */
record Patience(Work work, Instant began, @Nullable Duration timeout) {
  boolean over() {
    return timeout != null && work.now().isAfter(began.plus(timeout));
  }

  /**
   * @throws OperationException CANCELLED, or WRONG_STATE when its time is over
   */
  void demand() {
    work.await(Duration.ZERO); // The agent may be stopping.
    if (work.cancelRequested()) {
      throw new OperationException(ErrorCode.CANCELLED, "Cancelled.");
    }
    if (over()) {
      throw new OperationException(tooLong());
    }
  }

  Failure tooLong() {
    return new Failure(
        ErrorCode.WRONG_STATE,
        "It was not done within " + (timeout == null ? 0 : timeout.toSeconds()) + " s.",
        "Give it more time or bandwidth, or let it be helped by --auto-converge or --post-copy.");
  }
}
