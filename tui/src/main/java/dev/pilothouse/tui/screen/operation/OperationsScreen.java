package dev.pilothouse.tui.screen.operation;

import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.ListKeys;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Confirm;
import dev.pilothouse.tui.screen.migration.MigrationScreen;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Cursor;
import dev.pilothouse.tui.widget.Table;
import java.util.ArrayList;
import java.util.List;

/** The newest operations with their progress. */
public record OperationsScreen(Cursor<Long> cursor) implements Screen {
  public static OperationsScreen start() {
    return new OperationsScreen(Cursor.start());
  }

  @Override
  public String title() {
    return "Operations";
  }

  @Override
  public Step update(Msg msg, World world) {
    return msg instanceof Msg.Key key
        ? settled(world).dispatch(key.name(), world)
        : Step.of(settled(world));
  }

  private OperationsScreen settled(World world) {
    return new OperationsScreen(
        cursor.settle(world.operations(), OperationRecord::number, height(world)));
  }

  private static int height(World world) {
    return Math.max(1, world.bodyRows() - 1);
  }

  @Override
  public List<Binding> bindings(World world) {
    List<OperationRecord> rows = world.operations();
    String none = rows.isEmpty() ? "There is no operation yet." : "";
    List<Binding> all = new ArrayList<>();
    boolean moves = !rows.isEmpty() && current(rows).operation() instanceof MigrateVm;
    if (moves) {
      all.add(Binding.of("Enter", "watch", "watch the migration", () -> watch(rows)));
    }
    all.add(
        Binding.of(moves ? "d" : "Enter d", "details", "its whole history", () -> open(rows))
            .unless(none));
    all.add(
        Binding.of("c", "cancel", "cancel it, after a question", () -> cancel(rows))
            .unless(none.isEmpty() ? uncancellable(rows) : none));
    return ListKeys.of(all, height(world), by -> moved(by, world));
  }

  private OperationsScreen moved(int by, World world) {
    return new OperationsScreen(
        cursor.move(by, world.operations(), OperationRecord::number, height(world)));
  }

  private OperationRecord current(List<OperationRecord> rows) {
    return rows.get(Math.min(cursor.index(), rows.size() - 1));
  }

  private Step open(List<OperationRecord> rows) {
    return Step.of(this, new Effect.Open(new OperationScreen(current(rows).number(), 0)));
  }

  private Step watch(List<OperationRecord> rows) {
    return Step.of(this, new Effect.Open(MigrationScreen.of(current(rows).number())));
  }

  private String uncancellable(List<OperationRecord> rows) {
    return OperationLook.uncancellable(current(rows));
  }

  private Step cancel(List<OperationRecord> rows) {
    return Step.of(this, new Effect.Open(cancelQuestion(current(rows))));
  }

  static Confirm cancelQuestion(OperationRecord record) {
    return Confirm.of(
        "Cancel operation " + record.number(),
        List.of("Cancel " + record.operation().verb().title() + " of " + record.targetName() + "?"),
        "",
        false,
        List.of(new Effect.Cancel(record.number())));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    if (world.operations().isEmpty()) {
      frame.put(
          area.row() + 1,
          2,
          area.columns() - 2,
          "Nothing has been ordered yet.",
          world.theme().style(Role.DIM));
      return;
    }
    Table.paint(
        frame,
        area,
        world.theme(),
        OperationLook.columns(world),
        world.operations(),
        settled(world).cursor,
        r -> false,
        true);
  }
}
