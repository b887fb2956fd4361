package dev.pilothouse.tui.screen.migration;

import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.MigrationFigures;
import dev.pilothouse.fleet.operation.MigrationOperation.SetMigration;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Form;
import dev.pilothouse.tui.screen.dialog.FormScreen;
import dev.pilothouse.tui.screen.dialog.OperationChoice;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sets one of the limits of a migration that is under way.
 *
 * @param vm where it leaves
 */
record LimitForm(VmRef vm, String name, Limit limit) implements FormScreen.Purpose {
  private static final String VALUE = "At most";

  enum Limit {
    BANDWIDTH,
    DOWNTIME
  }

  static FormScreen of(VmRef vm, String name, Limit limit, @Nullable MigrationFigures now) {
    return new FormScreen(
        new LimitForm(vm, name, limit), Form.of(Form.Text.of(VALUE, now(limit, now))));
  }

  private static String now(Limit limit, @Nullable MigrationFigures now) {
    if (now == null) {
      return "";
    }
    return switch (limit) {
      case BANDWIDTH ->
          now.limitBytesPerSecond() == 0 ? "" : ByteAmount.exact(now.limitBytesPerSecond());
      case DOWNTIME -> now.maxDowntimeMillis() + "ms";
    };
  }

  @Override
  public String title() {
    return switch (limit) {
      case BANDWIDTH -> "Bandwidth of the migration of " + name;
      case DOWNTIME -> "Max downtime of the migration of " + name;
    };
  }

  @Override
  public String word() {
    return "set";
  }

  @Override
  public String about() {
    return switch (limit) {
      case BANDWIDTH -> "Bytes a second, such as 50M; empty for no limit.";
      case DOWNTIME -> "How long the guest may stand still, such as 300ms or 2s.";
    };
  }

  @Override
  public String problem(Form form, World world) {
    try {
      return operation(form) == null ? "A time is needed, such as 300ms." : "";
    } catch (IllegalArgumentException e) {
      return e.getMessage() + ".";
    }
  }

  private @Nullable SetMigration operation(Form form) {
    String typed = form.value(VALUE);
    if (limit == Limit.BANDWIDTH) {
      return new SetMigration(vm, Wishes.bandwidth(typed), null);
    }
    Duration most = Wishes.downtime(typed);
    return most == null ? null : new SetMigration(vm, -1, most);
  }

  @Override
  public String sentence(Form form, World world) {
    return "It holds from then on.";
  }

  @Override
  public Effect effect(Form form, World world) {
    SetMigration set = operation(form);
    if (set == null) {
      throw new IllegalStateException("a form with a problem has no effect");
    }
    return OperationChoice.submit(set, name);
  }
}
