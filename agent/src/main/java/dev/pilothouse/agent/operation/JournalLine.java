package dev.pilothouse.agent.operation;

import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.fleet.operation.Order;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** One line of the journal's file. */
sealed interface JournalLine {
  UUID id();

  /** The order is this agent's to carry out. */
  record Taken(Order order, Instant at) implements JournalLine {
    @Override
    public UUID id() {
      return order.id();
    }
  }

  /** From here on it may have had an effect. */
  record Begun(UUID id, Instant at, Map<String, String> facts) implements JournalLine {}

  record Noted(UUID id, String fact, String value) implements JournalLine {}

  record Ended(UUID id, Instant at, Outcome outcome) implements JournalLine {}

  /** The record on the bus says so too. */
  record Reported(UUID id, Instant at) implements JournalLine {}

  /** All that stays of an operation: it must not be done again. */
  record Known(UUID id, long number, Instant forgetAt) implements JournalLine {}
}
