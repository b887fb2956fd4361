package dev.pilothouse.tui.screen;

import dev.pilothouse.fleet.operation.OperationState;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Operations that one person submitted at one stroke, with their states.
 *
 * @param total how many were asked for
 * @param refused how many never became operations
 * @param lastWord what the newest that ended said of it: how it went, or why not
 */
public record Batch(
    String label,
    Instant at,
    int total,
    int refused,
    Map<Long, OperationState> states,
    String lastWord) {
  public Batch {
    states = Map.copyOf(states);
  }

  public static Batch of(String label, Instant at, int total) {
    return new Batch(label, at, total, 0, Map.of(), "");
  }

  public Batch with(long number, OperationState state, String why) {
    Map<Long, OperationState> now = new HashMap<>(states);
    now.put(number, state);
    return new Batch(label, at, total, refused, now, why.isEmpty() ? lastWord : why);
  }

  public Batch withRefused(String why) {
    return new Batch(label, at, total, refused + 1, states, why);
  }

  public int done() {
    return count(OperationState.SUCCEEDED);
  }

  /** Ended in any other way than well. */
  public int failed() {
    int terminal = (int) states.values().stream().filter(OperationState::terminal).count();
    return terminal - done() + refused;
  }

  public boolean over() {
    return done() + failed() >= total;
  }

  /** Such as {@code shutdown: 11 done, 2 failed}. */
  public String summary() {
    StringBuilder text = new StringBuilder(label).append(": ");
    int open = total - done() - failed();
    text.append(done()).append(" done");
    if (failed() > 0) {
      text.append(", ").append(failed()).append(" failed");
    }
    if (open > 0) {
      text.append(", ").append(open).append(" to go");
    }
    if (over() && total == 1 && !lastWord.isEmpty()) {
      return label + ": " + lastWord;
    }
    return text.toString();
  }

  private int count(OperationState state) {
    return (int) states.values().stream().filter(s -> s == state).count();
  }
}
