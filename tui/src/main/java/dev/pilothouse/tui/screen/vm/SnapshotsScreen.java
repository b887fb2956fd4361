package dev.pilothouse.tui.screen.vm;

import dev.pilothouse.fleet.model.Snapshot;
import dev.pilothouse.fleet.model.Snapshot.Tree.Row;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.SnapshotOperation;
import dev.pilothouse.fleet.operation.SnapshotOperation.DeleteSnapshot;
import dev.pilothouse.fleet.operation.SnapshotOperation.ListSnapshots;
import dev.pilothouse.fleet.operation.SnapshotOperation.RevertSnapshot;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.fleet.wire.WireException;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Homes;
import dev.pilothouse.tui.screen.ListKeys;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Confirm;
import dev.pilothouse.tui.screen.dialog.OperationChoice;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Column;
import dev.pilothouse.tui.widget.Cursor;
import dev.pilothouse.tui.widget.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * A VM's snapshots as a tree, read anew whenever an operation on them ends.
 *
 * @param chain how many lie between the VM and its first state
 * @param state what is waited for, or why there is nothing; empty when the list is true
 */
public record SnapshotsScreen(
    VmRef vm, String name, List<Row> rows, int chain, Cursor<String> cursor, String state)
    implements Screen {
  private static final List<Column<Row>> COLUMNS =
      List.of(
          Column.text("SNAPSHOT", 14, 30, 0, SnapshotsScreen::label),
          Column.text("TAKEN", 16, 16, 1, row -> taken(row.snapshot())),
          Column.text("STATE", 8, 13, 2, row -> row.snapshot().state()),
          Column.text("MEMORY", 6, 6, 4, row -> row.snapshot().memory() ? "yes" : "no"),
          Column.text("KIND", 8, 8, 3, row -> row.snapshot().external() ? "external" : "internal"),
          Column.text("DESCRIPTION", 8, 60, 5, row -> row.snapshot().description()));

  public SnapshotsScreen {
    rows = List.copyOf(rows);
  }

  /** To be opened together with the effect {@link #read}. */
  public static SnapshotsScreen of(VmRef vm, String name) {
    return new SnapshotsScreen(
        vm, name, List.of(), 0, Cursor.start(), "Reading the snapshots of " + name + "...");
  }

  private static String label(Row row) {
    return "  ".repeat(row.depth()) + (row.snapshot().current() ? "* " : "") + nameOf(row);
  }

  private static String nameOf(Row row) {
    return row.snapshot().name();
  }

  /** To the minute, UTC as in the command shell. */
  private static String taken(Snapshot snapshot) {
    return snapshot.created() == null
        ? "-"
        : snapshot.created().toString().substring(0, 16).replace('T', ' ');
  }

  public Effect read() {
    return new Effect.Read(new Effect.Target(new ListSnapshots(vm), name), token());
  }

  private String token() {
    return "snapshots of " + vm;
  }

  @Override
  public String title() {
    return "Snapshots";
  }

  @Override
  public Step update(Msg msg, World world) {
    return switch (msg) {
      case Msg.Key key -> dispatch(key.name(), world);
      case Msg.OperationNews news -> over(news.record()) ? Step.of(this, read()) : Step.of(this);
      case Msg.Answered answer ->
          answer.token().equals(token()) ? Step.of(answered(answer, world)) : Step.of(this);
      case Msg.Pasted m -> Step.of(this);
      case Msg.WorldChanged m -> followed(world);
      case Msg.Submitted m -> Step.of(this);
      case Msg.NotSubmitted m -> Step.of(this);
      case Msg.Filtered m -> Step.of(this);
      case Msg.Completed m -> Step.of(this);
      case Msg.Edited m -> Step.of(this);
      case Msg.Reread m -> Step.of(this);
    };
  }

  /** Another host may know of other snapshots. */
  private Step followed(World world) {
    VmRef now = Homes.follow(world.fleet(), vm);
    if (now.equals(vm)) {
      return Step.of(this);
    }
    SnapshotsScreen there = new SnapshotsScreen(now, name, rows, chain, cursor, state);
    return Step.of(there, there.read());
  }

  private boolean over(OperationRecord record) {
    return record.state().terminal()
        && record.operation() instanceof SnapshotOperation operation
        && !(operation instanceof ListSnapshots)
        && operation.vm().equals(vm);
  }

  private SnapshotsScreen answered(Msg.Answered answer, World world) {
    if (answer.result() == null) {
      return new SnapshotsScreen(vm, name, rows, chain, cursor, answer.why());
    }
    try {
      Snapshot.Tree tree = new Codec().read(Snapshot.Tree.class, answer.result());
      List<Row> now = tree.rows();
      return new SnapshotsScreen(
          vm,
          name,
          now,
          tree.chain(),
          cursor.settle(now, SnapshotsScreen::nameOf, height(world)),
          "");
    } catch (WireException e) {
      return new SnapshotsScreen(
          vm, name, rows, chain, cursor, "The agent's answer cannot be read: update this node.");
    }
  }

  private static int height(World world) {
    return Math.max(1, world.bodyRows() - 3);
  }

  @Override
  public List<Binding> bindings(World world) {
    String none = rows.isEmpty() ? "There is no snapshot here." : "";
    return ListKeys.of(
        List.of(
            Binding.of(
                    "c",
                    "create",
                    "take a snapshot",
                    () -> Step.of(this, new Effect.Open(SnapshotForm.of(vm, name, names(), world))))
                .unless(OperationChoice.missing(Verb.SNAPSHOT_CREATE, world)),
            Binding.of("r Enter", "revert", "put the VM back to it", () -> revert(false))
                .unless(first(none, OperationChoice.missing(Verb.SNAPSHOT_REVERT, world))),
            Binding.of("s", "", "put the VM back to it and start it", () -> revert(true))
                .unless(first(none, OperationChoice.missing(Verb.SNAPSHOT_REVERT, world))),
            Binding.of("x", "delete", "delete it; the VM stays as it is", () -> delete(false))
                .unless(first(none, OperationChoice.missing(Verb.SNAPSHOT_DELETE, world))),
            Binding.of("X", "", "delete it and all that follow it", () -> delete(true))
                .unless(first(none, OperationChoice.missing(Verb.SNAPSHOT_DELETE, world))),
            Binding.of("R F5", "", "read them again", () -> Step.of(this, read()))),
        height(world),
        by -> moved(by, world));
  }

  private static String first(String a, String b) {
    return a.isEmpty() ? b : a;
  }

  private List<String> names() {
    return rows.stream().map(SnapshotsScreen::nameOf).toList();
  }

  private SnapshotsScreen moved(int by, World world) {
    return new SnapshotsScreen(
        vm,
        name,
        rows,
        chain,
        cursor.move(by, rows, SnapshotsScreen::nameOf, height(world)),
        state);
  }

  private String here() {
    return rows.get(Math.min(cursor.index(), rows.size() - 1)).snapshot().name();
  }

  private Step revert(boolean start) {
    return ask(
        "Revert",
        new RevertSnapshot(vm, here(), start),
        "Take another snapshot first if you may want to come back here.");
  }

  private Step delete(boolean children) {
    return ask("Delete snapshot", new DeleteSnapshot(vm, here(), children), "");
  }

  private Step ask(String title, Operation operation, String advice) {
    Effect submit =
        new Effect.Submit(
            operation.verb().title(), List.of(new Effect.Target(operation, name)), "");
    List<String> lines = new ArrayList<>();
    // One line for what is done and one for what it costs, so that none is cut at 80 columns.
    for (String part : operation.sentence(name + " on " + vm.host()).split("(?<=;) ")) {
      lines.add(part);
    }
    if (!advice.isEmpty()) {
      lines.add(advice);
    }
    lines.add(operation.inverse().said());
    return Step.of(this, new Effect.Open(Confirm.of(title, lines, "", true, List.of(submit))));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    Rect inside = area.after(1);
    frame.put(
        inside.row(),
        inside.column(),
        inside.columns(),
        "Snapshots of " + name + " on " + vm.host(),
        world.theme().style(Role.TITLE));
    boolean isLong = state.isEmpty() && chain >= Snapshot.LONG_CHAIN;
    String said =
        isLong
            ? "A chain of " + chain + " snapshots slows the disks: delete what is not needed."
            : state.isEmpty() && rows.isEmpty() ? "It has none yet; c takes one." : state;
    frame.put(
        inside.row() + 1,
        inside.column(),
        inside.columns(),
        said,
        world.theme().style(isLong ? Role.WARNING : Role.DIM));
    if (!rows.isEmpty()) {
      Rect table = new Rect(area.row() + 2, area.column(), area.rows() - 2, area.columns());
      Table.paint(frame, table, world.theme(), COLUMNS, rows, cursor, s -> false, true);
    }
  }
}
