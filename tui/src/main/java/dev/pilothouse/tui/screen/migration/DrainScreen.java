package dev.pilothouse.tui.screen.migration;

import dev.pilothouse.fleet.model.HostTerms.Maintenance;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.fleet.placement.Batch;
import dev.pilothouse.fleet.placement.DrainProgress;
import dev.pilothouse.fleet.placement.DrainProgress.State;
import dev.pilothouse.fleet.placement.DrainProgress.Verdict;
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
import dev.pilothouse.tui.screen.dialog.OperationChoice;
import dev.pilothouse.tui.theme.Glyphs;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Column;
import dev.pilothouse.tui.widget.Cursor;
import dev.pilothouse.tui.widget.Fact;
import dev.pilothouse.tui.widget.Table;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A host that is emptied: a verdict for each VM, and in the end that it is safe to power off. It is
 * computed from the fleet and its operations alone, so whoever comes back finds it as it is.
 */
public record DrainScreen(String host, Cursor<UUID> cursor) implements Screen {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM-dd HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int HEAD = 3;
  private static final int BAR = 20;

  /** Rows beneath the list, for why one VM is where it is. */
  private static final int REASONS = 4;

  public static DrainScreen of(String host) {
    return new DrainScreen(host, Cursor.start());
  }

  @Override
  public String title() {
    return "Drain";
  }

  @Override
  public Step update(Msg msg, World world) {
    DrainScreen now = new DrainScreen(host, cursor.settle(rows(world), Verdict::vm, height(world)));
    return msg instanceof Msg.Key key ? now.dispatch(key.name(), world) : Step.of(now);
  }

  private DrainProgress progress(World world) {
    return world.listings().drain(world.fleet(), host, world.operations());
  }

  /** What moves and what needs somebody first, by name. */
  private List<Verdict> rows(World world) {
    return progress(world).verdicts().stream()
        .sorted(Comparator.comparingInt(verdict -> rank(verdict.state())))
        .toList();
  }

  private static int rank(State state) {
    return switch (state) {
      case MOVING -> 0;
      case FAILED -> 1;
      case STAYS -> 2;
      case WAITING -> 3;
      case VANISHED -> 4;
      case MOVED -> 5;
    };
  }

  private static int height(World world) {
    return Math.max(1, world.bodyRows() - HEAD - 1 - REASONS);
  }

  @Override
  public List<Binding> bindings(World world) {
    DrainProgress progress = progress(world);
    List<Verdict> rows = rows(world);
    OperationRecord on =
        rows.isEmpty() ? null : rows.get(Math.min(cursor.index(), rows.size() - 1)).operation();
    List<Binding> all = new ArrayList<>();
    if (on != null) {
      all.add(
          Binding.of(
              "Enter",
              "watch",
              "watch the migration of one",
              () -> Step.of(this, new Effect.Open(MigrationScreen.of(on.number())))));
    }
    Maintenance maintenance = progress.maintenance();
    String none = maintenance == null ? "It is not in maintenance." : "";
    all.add(
        Binding.of("X", "stop all", "cancel all migrations, after a question", () -> stop(world))
            .unless(
                first(
                    OperationChoice.missing(Verb.MIGRATE, world),
                    progress.underWay() ? "" : "No migration is under way.")));
    boolean left = progress.count(State.STAYS) + progress.count(State.FAILED) > 0;
    all.add(
        Binding.of(
                "r",
                "rest",
                "plan again for those that are still there",
                () -> Step.of(this, new Effect.Open(DrainPlanScreen.of(host, world))))
            .unless(first(none, left ? "" : "Nothing is left to be ordered.")));
    all.add(
        Binding.of(
                "U",
                "undrain",
                "end its maintenance; its VMs can come back",
                () -> Step.of(this, new Effect.Open(UndrainForm.of(host, world))))
            .unless(first(none, OperationChoice.missing(Verb.HOST_UNDRAIN, world))));
    return ListKeys.of(
        all,
        height(world),
        by -> new DrainScreen(host, cursor.move(by, rows(world), Verdict::vm, height(world))));
  }

  private static String first(String a, String b) {
    return a.isEmpty() ? b : a;
  }

  /** Those that wait are withdrawn first, so that none begins in place of one that is cancelled. */
  private Step stop(World world) {
    Maintenance maintenance = progress(world).maintenance();
    List<OperationRecord> underWay =
        maintenance == null
            ? List.of()
            : Batch.underWay(world.operations(), host, maintenance.operation());
    List<Effect> cancels = new ArrayList<>();
    underWay.reversed().forEach(record -> cancels.add(new Effect.Cancel(record.number())));
    return Step.of(
        this,
        new Effect.Open(
            Confirm.of(
                "Stop",
                List.of(
                    "Cancel all " + cancels.size() + " migrations away from " + host + ".",
                    "What has moved stays moved, what is under way goes on here. "
                        + host
                        + " stays in maintenance; r orders what is left again."),
                "",
                false,
                cancels)));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    DrainProgress progress = progress(world);
    frame.put(
        area.row(),
        1,
        area.columns() - 1,
        progress.sentence() + (progress.empty() ? "" : "."),
        world.theme().style(progress.empty() ? Role.OK : Role.TITLE));
    Maintenance maintenance = progress.maintenance();
    frame.put(
        area.row() + 1,
        1,
        area.columns() - 1,
        maintenance == null
            ? "Its maintenance has not begun yet, or it has ended."
            : "In maintenance since "
                + TIME.format(maintenance.since())
                + " by "
                + maintenance.by()
                + ", operation "
                + maintenance.operation(),
        world.theme().style(Role.DIM));
    List<Verdict> rows = rows(world);
    Rect table = new Rect(area.row() + HEAD, area.column(), height(world) + 1, area.columns());
    if (rows.isEmpty()) {
      return;
    }
    Cursor<UUID> at = cursor.settle(rows, Verdict::vm, height(world));
    Table.paint(
        frame, table, world.theme(), columns(world.theme().glyphs()), rows, at, row -> false, true);
    Verdict on = rows.get(at.index());
    if (!on.why().isEmpty()) {
      Rect below = area.lower(REASONS - 1).after(1);
      List<Fact> facts =
          Fact.rows(List.of(new Fact("why", on.why(), role(on.state()))), below.columns());
      for (int i = 0; i < below.rows() && i < facts.size(); i++) {
        facts.get(i).paint(frame, below.line(i), world.theme());
      }
    }
  }

  private static List<Column<Verdict>> columns(Glyphs glyphs) {
    return List.of(
        Column.text("VM", 14, 30, 0, Verdict::name),
        Column.<Verdict>text("VERDICT", 12, 12, 1, Verdict::word).in(row -> role(row.state())),
        Column.text("", BAR, BAR, 4, row -> bar(row, glyphs)),
        Column.text("TO", 8, 16, 2, Verdict::to),
        Column.text("WHY", 16, 120, 3, Verdict::why));
  }

  private static Role role(State state) {
    return switch (state) {
      case MOVED, VANISHED -> Role.OK;
      case MOVING -> Role.TEXT; // it changes all the time, and colours are bytes
      case WAITING -> Role.DIM;
      case FAILED -> Role.ERROR;
      case STAYS -> Role.WARNING;
    };
  }

  private static String bar(Verdict row, Glyphs glyphs) {
    if (row.state() != State.MOVING) {
      return "";
    }
    int full = Math.max(0, row.percent()) * BAR / 100;
    return Character.toString(glyphs.full()).repeat(full)
        + Character.toString(glyphs.empty()).repeat(BAR - full);
  }
}
