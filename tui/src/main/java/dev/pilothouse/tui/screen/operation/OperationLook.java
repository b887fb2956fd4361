package dev.pilothouse.tui.screen.operation;

import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Column;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** How operations look in lists and on their own. */
final class OperationLook {
  private OperationLook() {}

  static List<Column<OperationRecord>> columns(World world) {
    return List.of(
        Column.number("OP", 5, 0, r -> Long.toString(r.number())),
        Column.text("WHAT", 9, 10, 2, r -> r.operation().verb().title()),
        Column.text("TARGET", 12, 30, 3, OperationRecord::targetName),
        Column.<OperationRecord>text("STATE", 11, 12, 1, OperationLook::state)
            .in(r -> role(r.state())),
        Column.<OperationRecord>number("AGE", 5, 4, r -> age(r.submittedAt(), world.now())),
        Column.text("HOST", 8, 16, 7, r -> r.operation().host()),
        Column.text("BY", 6, 12, 6, r -> r.principal().name()),
        Column.text("NOW", 24, 80, 5, OperationLook::story));
  }

  static String state(OperationRecord record) {
    String word = record.state().name().toLowerCase(Locale.ROOT);
    return record.state() == OperationState.RUNNING && record.progress() >= 0
        ? word + " " + record.progress() + "%"
        : word;
  }

  /** What it does now, or how it ended. */
  static String story(OperationRecord record) {
    return record.failure() != null ? record.failure().message() : record.phase();
  }

  static Role role(OperationState state) {
    return switch (state) {
      case SUBMITTED, ACCEPTED, RUNNING -> Role.PROGRESS;
      case SUCCEEDED -> Role.OK;
      case FAILED, INTERRUPTED -> Role.ERROR;
      case CANCELLED, EXPIRED -> Role.WARNING;
    };
  }

  static String age(Instant since, Instant now) {
    long seconds = Math.max(0, Duration.between(since, now).toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    return seconds < 3600
        ? seconds / 60 + "m"
        : seconds < 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
  }

  /** Why it cannot be cancelled; empty when it can. */
  static String uncancellable(OperationRecord record) {
    if (record.state().terminal()) {
      return "It has ended: " + record.state().name().toLowerCase(Locale.ROOT) + ".";
    }
    boolean begun = record.state() == OperationState.RUNNING;
    return begun && !record.operation().verb().cancellable()
        ? "Once it runs, " + record.operation().verb().title() + " cannot be cancelled."
        : "";
  }
}
