package dev.pilothouse.agent.operation;

import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.fleet.operation.Order;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the journal holds of one operation.
 *
 * @param order null once it is reported
 * @param begun how many times it was begun; with 0 it has had no effect
 * @param facts what the last begin and the notes after it say
 * @param outcome null until it ended, and when only its id is known
 * @param forgetAt until then its id is remembered
 */
record JournalEntry(
    UUID id,
    long number,
    @Nullable Order order,
    int begun,
    @Nullable Instant begunAt,
    Map<String, String> facts,
    @Nullable Outcome outcome,
    boolean reported,
    Instant forgetAt) {
  JournalEntry {
    facts = Map.copyOf(facts);
  }

  static JournalEntry taken(Order order, Instant forgetAt) {
    return new JournalEntry(
        order.id(), order.number(), order, 0, null, Map.of(), null, false, forgetAt);
  }

  static JournalEntry known(UUID id, long number, Instant forgetAt) {
    return new JournalEntry(id, number, null, 0, null, Map.of(), null, true, forgetAt);
  }

  JournalEntry begun(Instant at, Map<String, String> now) {
    return new JournalEntry(id, number, order, begun + 1, at, now, outcome, reported, forgetAt);
  }

  JournalEntry noted(String fact, String value) {
    Map<String, String> more = new HashMap<>(facts);
    more.put(fact, value);
    return new JournalEntry(id, number, order, begun, begunAt, more, outcome, reported, forgetAt);
  }

  JournalEntry ended(Outcome how) {
    return new JournalEntry(id, number, order, begun, begunAt, facts, how, reported, forgetAt);
  }

  /** Only what a repeated delivery needs stays in memory. */
  JournalEntry asReported() {
    return new JournalEntry(id, number, null, 0, null, Map.of(), outcome, true, forgetAt);
  }
}
