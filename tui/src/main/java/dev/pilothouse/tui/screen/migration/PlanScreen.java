package dev.pilothouse.tui.screen.migration;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.MigrationPlan;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.fleet.placement.Move;
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
import dev.pilothouse.tui.screen.dialog.OperationChoice;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Column;
import dev.pilothouse.tui.widget.Cursor;
import dev.pilothouse.tui.widget.Fact;
import dev.pilothouse.tui.widget.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * How VMs would migrate, as the agents of their hosts found out; then how those that were ordered
 * do. What is ordered is what the plan was made of: when the world is another by then, nothing is
 * done and the plan can be made again.
 *
 * @param round how many times it was made, so that late answers are known as such
 * @param asked whose agents were asked in this round
 */
record PlanScreen(
    List<PlanRow> rows, MigrationOptions options, int round, Set<UUID> asked, Cursor<UUID> cursor)
    implements Screen {
  private static final int REASONS = 9;

  /** Agents measure for a second each, and do few things at once. */
  private static final int AT_ONCE = 4;

  PlanScreen {
    rows = List.copyOf(rows);
    asked = Set.copyOf(asked);
  }

  /** What opens it and asks the agents. */
  static List<Effect> open(Destination to, MigrationOptions options) {
    List<PlanRow> rows = new ArrayList<>();
    to.moves().forEach(move -> rows.add(PlanRow.of(move)));
    to.stays().forEach(stay -> rows.add(PlanRow.staying(stay.vm(), stay.why())));
    Step asking = new PlanScreen(rows, options, 0, Set.of(), Cursor.start()).asking();
    return opened(asking);
  }

  private static List<Effect> opened(Step asking) {
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.Open(asking.screen()));
    effects.addAll(asking.effects());
    return effects;
  }

  /** Asks as many more agents as may be asked now. */
  private Step asking() {
    Set<UUID> now = new HashSet<>(asked);
    long open = rows.stream().filter(row -> row.waits() && asked.contains(key(row))).count();
    List<Effect> effects = new ArrayList<>();
    for (PlanRow row : rows) {
      Move move = row.move();
      if (move != null && row.waits() && open < AT_ONCE && now.add(key(row))) {
        open++;
        effects.add(
            new Effect.Read(new Effect.Target(move.plan(options), row.name()), token(row.vm())));
      }
    }
    return new Step(new PlanScreen(rows, options, round, now, cursor), effects);
  }

  private String token(VmRef vm) {
    return "migration plan " + round + " of " + vm.uuid();
  }

  private String orderToken() {
    return "migrations of plan " + round;
  }

  @Override
  public String title() {
    return "Migration plan";
  }

  @Override
  public Step update(Msg msg, World world) {
    return switch (msg) {
      case Msg.Key key ->
          with(cursor.settle(rows, PlanScreen::key, height(world))).dispatch(key.name(), world);
      case Msg.Answered answer -> answered(answer).asking();
      case Msg.Submitted submitted ->
          submitted.token().equals(orderToken())
              ? Step.of(ordered(submitted.record()))
              : Step.of(this);
      case Msg.NotSubmitted not ->
          not.token().equals(orderToken())
              ? Step.of(refused(not.operation(), not.why()))
              : Step.of(this);
      case Msg.WorldChanged m -> Step.of(this);
      case Msg.OperationNews m -> Step.of(this);
      case Msg.Pasted m -> Step.of(this);
      case Msg.Filtered m -> Step.of(this);
      case Msg.Completed m -> Step.of(this);
      case Msg.Edited m -> Step.of(this);
      case Msg.Reread m -> Step.of(this);
    };
  }

  private static UUID key(PlanRow row) {
    return row.vm().uuid();
  }

  private PlanScreen with(Cursor<UUID> at) {
    return new PlanScreen(rows, options, round, asked, at);
  }

  private PlanScreen changed(Function<PlanRow, PlanRow> change) {
    return new PlanScreen(rows.stream().map(change).toList(), options, round, asked, cursor);
  }

  private PlanScreen answered(Msg.Answered answer) {
    return changed(
        row -> token(row.vm()).equals(answer.token()) && row.waits() ? read(row, answer) : row);
  }

  private static PlanRow read(PlanRow row, Msg.Answered answer) {
    if (answer.result() == null) {
      return row.refused(answer.why());
    }
    try {
      return row.planned(new Codec().read(MigrationPlan.class, answer.result()));
    } catch (WireException e) {
      return row.refused("The agent's answer cannot be read: update this node.");
    }
  }

  private PlanScreen ordered(OperationRecord record) {
    return changed(row -> isOn(row, record.operation()) ? row.ordered(record.number()) : row);
  }

  private PlanScreen refused(Operation operation, String why) {
    return changed(row -> isOn(row, operation) ? row.refused(why) : row);
  }

  private static boolean isOn(PlanRow row, Operation operation) {
    return operation.target().filter(vm -> vm.uuid().equals(key(row))).isPresent();
  }

  private static int height(World world) {
    return Math.max(1, world.bodyRows() - 3 - REASONS);
  }

  @Override
  public List<Binding> bindings(World world) {
    List<Binding> all = new ArrayList<>();
    PlanRow on = rows.get(Math.min(cursor.index(), rows.size() - 1));
    if (on.number() > 0) {
      all.add(
          Binding.of(
              "Enter w",
              "watch",
              "watch its migration",
              () -> Step.of(this, new Effect.Open(MigrationScreen.of(on.number())))));
    }
    all.add(
        Binding.of("y", "migrate", "migrate those that are ready", this::order)
            .unless(unready(world)));
    String under =
        rows.stream().allMatch(row -> row.number() != 0 && !row.failed(world))
            ? "All are ordered."
            : "";
    all.add(
        Binding.of("R F5", "plan again", "make the plan again, of what is now", () -> again(world))
            .unless(under));
    all.add(
        Binding.of("o", "options", "other limits, other ways", () -> options(world)).unless(under));
    return ListKeys.of(
        all, height(world), by -> with(cursor.move(by, rows, PlanScreen::key, height(world))));
  }

  private String unready(World world) {
    String missing = OperationChoice.missing(Verb.MIGRATE, world);
    if (!missing.isEmpty()) {
      return missing;
    }
    return rows.stream().anyMatch(PlanRow::waits)
        ? "The agents are still looking."
        : rows.stream().noneMatch(PlanRow::ready) ? "None is ready to migrate." : "";
  }

  private Step order() {
    List<Effect.Target> targets = new ArrayList<>();
    for (PlanRow row : rows) {
      if (row.ready() && row.move() != null && row.plan() != null) {
        targets.add(
            new Effect.Target(row.move().operation(options, row.plan().basis(), ""), row.name()));
      }
    }
    // What lay beneath is behind us: back leads to the fleet.
    PlanScreen ordered = changed(row -> row.ready() ? row.ordered(PlanRow.ORDERED) : row);
    return Step.of(
        ordered,
        new Effect.Show(ordered),
        new Effect.Submit(Verb.MIGRATE.title(), targets, orderToken()));
  }

  private Step again(World world) {
    return renewed(options, world).asking();
  }

  /** What did not move yet, wherever it is now. */
  private PlanScreen renewed(MigrationOptions other, World world) {
    List<PlanRow> now = new ArrayList<>();
    for (PlanRow row : rows) {
      now.add(row.number() != 0 && !row.failed(world) ? row : renewed(row, world));
    }
    return new PlanScreen(now, other, round + 1, Set.of(), cursor);
  }

  private static PlanRow renewed(PlanRow row, World world) {
    Vm vm = Homes.find(world.fleet(), row.vm());
    Move move = row.move();
    if (vm == null) {
      return new PlanRow(row.vm(), row.name(), null, null, Homes.absence(world, row.vm()), 0);
    }
    return move == null
        ? PlanRow.staying(vm, row.problem())
        : Move.of(world.fleet(), vm, move.to().host(), move.why())
            .map(PlanRow::of)
            .orElseGet(() -> PlanRow.staying(vm, move.to().host() + " is not known any more."));
  }

  private Step options(World world) {
    return Step.of(
        this,
        new Effect.Open(
            OptionsForm.of(
                "For " + (rows.size() == 1 ? rows.getFirst().name() : rows.size() + " VMs") + ".",
                options,
                other -> {
                  List<Effect> effects = new ArrayList<>();
                  effects.add(new Effect.Close()); // this one, beneath the form
                  effects.addAll(opened(renewed(other, world).asking()));
                  return effects;
                })));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    frame.put(area.row(), 1, area.columns() - 1, summary(world), world.theme().style(Role.TITLE));
    Cursor<UUID> at = cursor.settle(rows, PlanScreen::key, height(world));
    Rect table = new Rect(area.row() + 1, area.column(), height(world) + 1, area.columns());
    Table.paint(frame, table, world.theme(), columns(world), rows, at, r -> false, true);
    Rect below = area.lower(REASONS).after(1);
    List<Fact> facts = Fact.rows(rows.get(at.index()).facts(world), below.columns());
    for (int i = 0; i < below.rows() && i < facts.size(); i++) {
      facts.get(i).paint(frame, below.line(i), world.theme());
    }
  }

  private String summary(World world) {
    long ready = rows.stream().filter(PlanRow::ready).count();
    long ordered = rows.stream().filter(row -> row.number() != 0).count();
    long overtaken = rows.stream().filter(row -> row.overtaken(world)).count();
    long looking = rows.stream().filter(PlanRow::waits).count();
    if (overtaken > 0) {
      return overtaken + " not moved: the world changed meanwhile. R plans again.";
    }
    if (looking > 0) {
      return "Looking how " + rows.size() + (rows.size() == 1 ? " VM" : " VMs") + " would go...";
    }
    return ordered > 0
        ? ordered + " of " + rows.size() + " ordered."
        : ready + " of " + rows.size() + " can migrate" + (ready > 0 ? ": y does it." : ".");
  }

  private static List<Column<PlanRow>> columns(World world) {
    return List.of(
        Column.text("VM", 14, 30, 0, PlanRow::name),
        Column.text("FROM", 7, 14, 5, row -> row.vm().host()),
        Column.text("TO", 7, 14, 2, PlanRow::to),
        Column.<PlanRow>text("STATE", 10, 10, 1, row -> row.word(world)).in(row -> row.role(world)),
        Column.text("DISKS", 9, 10, 4, PlanRow::disks),
        Column.number("BYTES", 5, 3, PlanRow::bytes),
        Column.number("TIME", 5, 6, PlanRow::time),
        Column.number("DOWN", 6, 7, PlanRow::downtime),
        Column.text("CONV", 4, 9, 8, PlanRow::converges));
  }
}
