package dev.pilothouse.tui.shell.output;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An operation as {@code op list}, {@code op show} and the verbs that order one print it. The names
 * of its components are the field names of the JSON and YAML forms and stay as they are.
 *
 * @param vm what the target was called
 * @param uuid of the target; null when it did not exist yet
 * @param progress 0 to 100; null when it cannot be told
 * @param error null unless it ended badly
 * @param result what it has to say, such as the UUID of a defined VM
 * @param migration null for anything else
 */
public record OperationView(
    long number,
    String id,
    String verb,
    String host,
    String vm,
    @Nullable String uuid,
    String state,
    String user,
    String origin,
    String submittedAt,
    String since,
    String deadline,
    @Nullable Integer progress,
    String phase,
    boolean cancelRequested,
    @Nullable ErrorView error,
    @Nullable String result,
    List<StepView> history,
    @Nullable MigrationView migration) {

  /** Why it did not succeed. */
  public record ErrorView(String code, String kind, String message, String hint) {}

  /** One state: since when, who put it there, why. */
  public record StepView(String state, String at, String by, String why) {}

  /** How operations are listed. */
  public static final Listing<OperationView> LISTING =
      new Listing<>(
          List.of(
              Column.figure("NUMBER", op -> Long.toString(op.number)),
              Column.text("VERB", OperationView::verb),
              Column.text("VM", OperationView::vm),
              Column.text("HOST", OperationView::host),
              Column.text("STATE", OperationView::state),
              Column.figure("%", op -> op.progress == null ? "-" : op.progress.toString()),
              Column.text("USER", OperationView::user),
              Column.text("SUBMITTED", op -> Amounts.moment(op.submittedAt)),
              Column.text("DETAIL", OperationView::detail),
              Column.wide("ORIGIN", OperationView::origin),
              Column.wide("UUID", op -> VmView.dash(op.uuid)),
              Column.wide("ID", OperationView::id)),
          op -> Long.toString(op.number));

  public static OperationView of(OperationRecord op) {
    Failure failure = op.failure();
    return new OperationView(
        op.number(),
        op.id().toString(),
        op.operation().verb().title(),
        op.operation().host(),
        op.targetName(),
        op.operation().target().map(VmRef::uuid).map(Object::toString).orElse(null),
        word(op.state()),
        op.principal().name(),
        op.principal().origin(),
        op.submittedAt().toString(),
        op.since().toString(),
        op.deadline().toString(),
        op.progress() < 0 ? null : op.progress(),
        op.phase(),
        op.cancelRequested(),
        failure == null
            ? null
            : new ErrorView(
                failure.code().name(),
                failure.code().kind().name(),
                failure.message(),
                failure.hint()),
        op.result(),
        op.history().stream()
            .map(s -> new StepView(word(s.state()), s.at().toString(), s.by(), s.why()))
            .toList(),
        MigrationView.of(op));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private String detail() {
    if (error != null) {
      return error.code() + ": " + error.message();
    }
    return migration == null
        ? VmView.dash(phase)
        : "to " + migration.to() + (doing().isEmpty() ? "" : ": " + doing());
  }

  /** What it does or waits for; of a migration, its figures or how it went. */
  private String doing() {
    if (migration == null || !(running() || phase.isEmpty())) {
      return phase;
    }
    if (migration.summary() != null) {
      return migration.summed(migration.summary());
    }
    return running() && migration.now() != null ? migration.now().line() : phase;
  }

  private boolean running() {
    return state.equals("running");
  }

  /** One line for somebody who watches it; of a migration a short one, because there are many. */
  public String line() {
    boolean figures = running() && migration != null && migration.now() != null;
    return (figures ? "" : Amounts.moment(since) + "  ")
        + state
        + (progress == null ? "" : "  " + progress + "%")
        + (doing().isEmpty() ? "" : "  " + Visible.of(doing()))
        + (error == null ? "" : "  " + Visible.of(error.message()));
  }

  /** Everything about it, line by line, with its whole history. */
  public Sheet sheet() {
    List<Sheet.Line> lines = new ArrayList<>();
    lines.add(new Sheet.Line("Operation", number + ", " + id));
    lines.add(new Sheet.Line("Verb", verb));
    lines.add(new Sheet.Line("Target", host + "/" + vm + (uuid == null ? "" : " (" + uuid + ")")));
    lines.add(new Sheet.Line("User", user + ", " + origin));
    lines.add(new Sheet.Line("State", state + (cancelRequested ? ", cancel requested" : "")));
    lines.add(new Sheet.Line("Progress", progress == null ? "-" : progress + "%"));
    lines.add(new Sheet.Line("Phase", VmView.dash(phase)));
    lines.add(new Sheet.Line("Accept by", Amounts.moment(deadline)));
    if (error != null) {
      lines.add(
          new Sheet.Line("Error", error.code() + " (" + error.kind() + "): " + error.message()));
      lines.add(new Sheet.Line("Hint", error.hint()));
    }
    if (migration != null) {
      lines.add(new Sheet.Line("Destination", migration.to()));
      if (!migration.batch().isEmpty()) {
        lines.add(new Sheet.Line("Part of", "the maintenance of operation " + migration.batch()));
      }
      if (!doing().equals(phase)) {
        lines.add(new Sheet.Line("Migration", doing()));
      }
    } else if (result != null) {
      lines.add(new Sheet.Line("Result", result.indexOf('\n') < 0 ? result : "see -o json"));
    }
    for (StepView step : history) {
      lines.add(
          new Sheet.Line(
              Amounts.moment(step.at()),
              step.state() + " by " + step.by() + (step.why().isEmpty() ? "" : ": " + step.why())));
    }
    return new Sheet(lines);
  }
}
