package dev.pilothouse.tui.session;

import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.tui.screen.Batch;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.shell.order.Said;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What one session ordered lately, for the line of news. */
final class Batches {
  private static final int KEPT = 20;

  private List<Batch> newestLast = List.of();

  List<Batch> newestLast() {
    return newestLast;
  }

  void add(Batch batch) {
    List<Batch> now = new ArrayList<>(newestLast);
    now.add(batch);
    newestLast = List.copyOf(now.subList(Math.max(0, now.size() - KEPT), now.size()));
  }

  /** The one that an operation belongs to. */
  Optional<Batch> of(long number) {
    return newestLast.stream().filter(b -> b.states().containsKey(number)).findFirst();
  }

  void replace(Batch of, UnaryOperator<Batch> change) {
    List<Batch> now = new ArrayList<>(newestLast);
    now.replaceAll(
        b -> b.at().equals(of.at()) && b.label().equals(of.label()) ? change.apply(b) : b);
    newestLast = List.copyOf(now);
  }

  /**
   * Keeps them true: each knows its operations by number. What failed is noted among the messages.
   *
   * @return whether one of them changed
   */
  boolean follow(OperationRecord record, Messages messages, Instant now) {
    Batch batch = of(record.number()).orElse(null);
    if (batch == null) {
      return false;
    }
    Failure failure = record.failure();
    boolean news = batch.states().get(record.number()) != record.state();
    if (news && failure != null) {
      String what = record.operation().verb().word() + " " + record.targetName() + ": ";
      messages.note(what + failure.message() + " " + failure.hint(), Effect.Tone.ERROR, now);
    }
    replace(batch, b -> b.with(record.number(), record.state(), word(record)));
    return true;
  }

  /** An operation's last word. */
  static String word(OperationRecord record) {
    Failure failure = record.failure();
    return failure == null ? Said.lastWord(record) : failure.message();
  }
}
