package dev.pilothouse.agent.operation;

import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.fleet.bus.AgentLine;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Order;
import org.jspecify.annotations.Nullable;

/**
 * The records of orders on the bus. Numbers begin anew when a bus lost its data, so a record counts
 * only when it carries the order's id.
 */
final class Records {
  private final AgentLine line;

  Records(AgentLine line) {
    this.line = line;
  }

  /** Null when it is gone, or another operation has its number now. */
  @Nullable OperationRecord read(Order order) {
    OperationRecord record = line.record(order.number());
    return record != null && record.id().equals(order.id()) ? record : null;
  }

  /** Moves it on; the answer is what it is then. */
  @Nullable OperationRecord become(
      Order order, OperationState state, String why, @Nullable Failure failure) {
    return read(order) == null ? null : line.become(order.number(), state, why, failure, null);
  }

  /**
   * Makes it say how the operation ended. A bus that lost its last second may have put it back to
   * SUBMITTED, from where only some states can be reached.
   */
  void end(Order order, Outcome outcome) {
    OperationRecord record = read(order);
    if (record != null
        && record.state() == OperationState.SUBMITTED
        && !record.state().canBecome(outcome.state())) {
      line.become(order.number(), OperationState.ACCEPTED, "accepted before", null, null);
    }
    if (record != null && !record.state().terminal()) {
      line.become(
          order.number(), outcome.state(), outcome.why(), outcome.failure(), outcome.result());
    }
  }
}
