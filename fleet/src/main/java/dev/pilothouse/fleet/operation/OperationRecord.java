package dev.pilothouse.fleet.operation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The whole life of one operation, as the bus keeps it and everybody watches it.
 *
 * @param id unique for ever; agents remember it so that nothing is done twice
 * @param number short and rising, for people: {@code op show 42}
 * @param targetName what people called the target when it was submitted
 * @param deadline it must be accepted before this moment, or never
 * @param history every state it was in, oldest first, never empty
 * @param progress 0 to 100, or -1 when it cannot be told
 * @param phase what it is doing or waiting for, such as {@code waiting for operation 41 on this VM}
 * @param cancelRequested a person asked to cancel it
 * @param failure set when FAILED, CANCELLED, EXPIRED or INTERRUPTED
 * @param result what it has to say: the XML of a read, the UUID of a defined VM
 * @param figures how far a migration is; null for anything else
 */
public record OperationRecord(
    UUID id,
    long number,
    Operation operation,
    String targetName,
    Principal principal,
    Instant deadline,
    List<Step> history,
    int progress,
    String phase,
    boolean cancelRequested,
    @Nullable Failure failure,
    @Nullable String result,
    @Nullable MigrationFigures figures) {
  public OperationRecord {
    history = List.copyOf(history);
    if (history.isEmpty()) {
      throw new IllegalArgumentException("a record has at least one step");
    }
  }

  /** One state: since when, who put it there, why. */
  public record Step(OperationState state, Instant at, String by, String why) {}

  public static OperationRecord submitted(
      UUID id,
      long number,
      Operation operation,
      String targetName,
      Principal principal,
      Instant at,
      Instant deadline) {
    Step first = new Step(OperationState.SUBMITTED, at, principal.name(), principal.origin());
    return new OperationRecord(
        id,
        number,
        operation,
        targetName,
        principal,
        deadline,
        List.of(first),
        -1,
        "",
        false,
        null,
        null,
        null);
  }

  public OperationState state() {
    return history.getLast().state();
  }

  public Instant submittedAt() {
    return history.getFirst().at();
  }

  /** When it reached the state it is in. */
  public Instant since() {
    return history.getLast().at();
  }

  /** The record after {@code step}; unchanged when this state absorbs it. */
  public OperationRecord become(Step step, @Nullable Failure why, @Nullable String outcome) {
    if (!state().canBecome(step.state())) {
      return this;
    }
    List<Step> steps = new ArrayList<>(history);
    steps.add(step);
    int reached = step.state() == OperationState.SUCCEEDED ? 100 : progress;
    return changed(steps, reached, step.why(), cancelRequested, why, outcome, figures);
  }

  public OperationRecord withProgress(int percent, String nowDoing) {
    return withProgress(percent, nowDoing, figures);
  }

  public OperationRecord withProgress(
      int percent, String nowDoing, @Nullable MigrationFigures now) {
    return state().terminal()
        ? this
        : changed(history, percent, nowDoing, cancelRequested, failure, result, now);
  }

  public OperationRecord withCancelRequested() {
    return state().terminal()
        ? this
        : changed(history, progress, phase, true, failure, result, figures);
  }

  /** The same order, further on. */
  private OperationRecord changed(
      List<Step> steps,
      int reached,
      String doing,
      boolean toBeCancelled,
      @Nullable Failure why,
      @Nullable String outcome,
      @Nullable MigrationFigures far) {
    return new OperationRecord(
        id,
        number,
        operation,
        targetName,
        principal,
        deadline,
        steps,
        reached,
        doing,
        toBeCancelled,
        why,
        outcome,
        far);
  }
}
