package dev.pilothouse.agent.operation.handler;

import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationState;
import org.jspecify.annotations.Nullable;

/**
 * How an operation ended.
 *
 * @param state a terminal one
 * @param why for people, for the record's history
 * @param result what it has to say, such as the XML of a read
 */
public record Outcome(
    OperationState state, String why, @Nullable Failure failure, @Nullable String result) {
  public static Outcome succeeded(String why) {
    return new Outcome(OperationState.SUCCEEDED, why, null, null);
  }

  public static Outcome succeeded(String why, String result) {
    return new Outcome(OperationState.SUCCEEDED, why, null, result);
  }

  public static Outcome failed(Failure failure) {
    return new Outcome(OperationState.FAILED, failure.message(), failure, null);
  }

  public static Outcome failed(ErrorCode code, String message) {
    return failed(new Failure(code, message));
  }

  public static Outcome cancelled(String why) {
    return new Outcome(OperationState.CANCELLED, why, new Failure(ErrorCode.CANCELLED, why), null);
  }

  /**
   * Nobody can prove how it ended.
   *
   * @param code what came between
   * @param check what a person should look at
   */
  public static Outcome interrupted(ErrorCode code, String message, String check) {
    return new Outcome(
        OperationState.INTERRUPTED, message, new Failure(code, message, check), null);
  }

  public Outcome withoutResult(String reason) {
    return new Outcome(state, why + "; " + reason, failure, null);
  }
}
