package dev.pilothouse.tui.shell.output;

import dev.pilothouse.fleet.operation.MigrationFigures;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.MigrationSummary;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.fleet.wire.WireException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a migration beside what is said of every operation. The names of its components
 * are field names of the JSON and YAML forms and stay as they are.
 *
 * @param batch the number of the host's maintenance that it belongs to; empty for none
 * @param now null before there are figures
 * @param summary null unless it succeeded
 */
public record MigrationView(
    String from,
    String to,
    String batch,
    @Nullable FiguresView now,
    @Nullable MigrationSummary summary) {
  private static final Codec CODEC = new Codec();

  /** How migrations that are under way are listed. */
  public static final Listing<OperationView> LISTING =
      new Listing<>(
          List.of(
              Column.figure("NUMBER", op -> Long.toString(op.number())),
              Column.text("VM", OperationView::vm),
              Column.text("FROM", OperationView::host),
              Column.text("TO", op -> op.migration() == null ? "-" : op.migration().to()),
              Column.text("PHASE", op -> text(op, FiguresView::phase, op.state())),
              Column.figure("%", op -> op.progress() == null ? "-" : op.progress().toString()),
              Column.figure("LEFT", op -> text(op, n -> Amounts.bytes(n.memoryLeftBytes()), "-")),
              Column.figure("RATE", op -> text(op, n -> FiguresView.rate(n.bytesPerSecond()), "-")),
              Column.figure("DIRTY", op -> text(op, MigrationView::dirty, "-")),
              Column.figure("PASS", op -> text(op, n -> Integer.toString(n.pass()), "-")),
              Column.figure("DOWNTIME", op -> text(op, MigrationView::downtime, "-")),
              Column.figure("ETA", op -> text(op, MigrationView::left, "-")),
              Column.wide("BATCH", op -> op.migration() == null ? "-" : op.migration().batch()),
              Column.wide("USER", OperationView::user)),
          op -> Long.toString(op.number()));

  /** Null for what is no migration. */
  static @Nullable MigrationView of(OperationRecord record) {
    if (!(record.operation() instanceof MigrateVm migrate)) {
      return null;
    }
    MigrationFigures figures = record.figures();
    return new MigrationView(
        migrate.host(),
        migrate.to().host(),
        migrate.batch(),
        figures == null ? null : FiguresView.of(figures),
        summary(record));
  }

  private static @Nullable MigrationSummary summary(OperationRecord record) {
    String result = record.result();
    if (result == null || record.state() != OperationState.SUCCEEDED) {
      return null;
    }
    try {
      return CODEC.read(MigrationSummary.class, result);
    } catch (WireException e) {
      return null; // An agent of another version; its own words are still shown.
    }
  }

  /** How it went, such as {@code h1 to h2 in 2.3 s, downtime 120 ms, 190 MiB}; else empty. */
  public static String summed(OperationRecord record) {
    MigrationView view = of(record);
    return view == null || view.summary == null ? "" : view.summed(view.summary);
  }

  String summed(MigrationSummary went) {
    return String.format(
        Locale.ROOT,
        "%s to %s in %.1f s%s, %s",
        from,
        to,
        went.totalMillis() / 1000.0,
        went.downtimeMillis() < 0 ? "" : ", downtime " + went.downtimeMillis() + " ms",
        Amounts.bytes(went.memoryBytes() + went.diskBytes()));
  }

  private static String text(OperationView op, Function<FiguresView, String> text, String none) {
    FiguresView now = op.migration() == null ? null : op.migration().now();
    return now == null ? none : text.apply(now);
  }

  private static String dirty(FiguresView now) {
    return now.dirtyBytesPerSecond() == null ? "-" : FiguresView.rate(now.dirtyBytesPerSecond());
  }

  private static String downtime(FiguresView now) {
    return now.expectedDowntimeMillis() == null ? "-" : now.expectedDowntimeMillis() + " ms";
  }

  private static String left(FiguresView now) {
    return now.leftMillis() == null ? "-" : FiguresView.span(now.leftMillis());
  }
}
