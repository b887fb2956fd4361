package dev.pilothouse.tui.shell.order;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.MigrationFigures;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.tui.shell.output.FiguresView;
import dev.pilothouse.tui.shell.output.MigrationView;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sentences about operations. */
public final class Said {
  private Said() {}

  public static String progress(Planned planned, OperationRecord record) {
    return planned.title()
        + ": "
        + word(record)
        + (record.progress() < 0 ? "" : " " + record.progress() + "%")
        + (doing(record).isEmpty() ? "" : ", " + Visible.of(doing(record)));
  }

  private static String doing(OperationRecord record) {
    MigrationFigures figures = record.figures();
    return figures == null ? record.phase() : FiguresView.of(figures).line();
  }

  /** How {@code planned} ended. */
  public static String ended(String title, OperationRecord record) {
    String number = " (operation " + record.number() + ")";
    Failure failure = record.failure();
    return title + ": " + (failure == null ? word(record) : failed(word(record), failure)) + number;
  }

  /**
   * What an operation that went well said of it, such as {@code live now and kept}; may be empty.
   */
  public static String lastWord(OperationRecord record) {
    if (record.state() != OperationState.SUCCEEDED) {
      return "";
    }
    String why = record.history().getLast().why();
    return Visible.line(why.isEmpty() ? MigrationView.summed(record) : why);
  }

  public static String refused(String title, Failure failure) {
    return title + ": " + failed("refused", failure);
  }

  private static String failed(String how, Failure failure) {
    return (how + ": " + full(failure.message()) + " " + full(failure.hint())).stripTrailing();
  }

  /** Messages come with and without a full stop. */
  public static String full(@Nullable String sentence) {
    if (sentence == null || sentence.isBlank()) {
      return "";
    }
    String text = Visible.of(sentence.strip());
    return ".!?".indexOf(text.charAt(text.length() - 1)) < 0 ? text + "." : text;
  }

  private static String word(OperationRecord record) {
    return switch (record.state()) {
      case SUCCEEDED -> "done";
      case SUBMITTED, ACCEPTED, RUNNING, FAILED, CANCELLED, EXPIRED, INTERRUPTED ->
          record.state().name().toLowerCase(Locale.ROOT);
    };
  }
}
