package dev.pilothouse.tui.screen.migration;

import dev.pilothouse.fleet.placement.DrainPlan;
import dev.pilothouse.fleet.placement.Move;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Figures;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Column;
import dev.pilothouse.tui.widget.Cursor;
import dev.pilothouse.tui.widget.Fact;
import dev.pilothouse.tui.widget.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Moves that are proposed and VMs that cannot go, with the reason of the one under the cursor. */
final class MoveList {
  /** Rows beneath the list. */
  private static final int REASONS = 5;

  /**
   * @param to empty for one that cannot go
   */
  record Row(UUID vm, String name, String from, String to, String memory, String why) {}

  private static final List<Column<Row>> COLUMNS =
      List.of(
          Column.text("VM", 14, 30, 0, Row::name),
          Column.text("FROM", 7, 14, 3, Row::from),
          Column.<Row>text("TO", 8, 14, 1, row -> row.to().isEmpty() ? "stays" : row.to())
              .in(row -> row.to().isEmpty() ? Role.ERROR : Role.OK),
          Column.number("MEM", 5, 4, Row::memory),
          Column.text("WHY", 20, 120, 2, Row::why));

  private MoveList() {}

  static List<Row> rows(List<Move> moves, List<DrainPlan.Stay> stays) {
    List<Row> rows = new ArrayList<>();
    for (DrainPlan.Stay stay : stays) {
      rows.add(
          new Row(
              stay.vm().ref().uuid(),
              stay.vm().name(),
              stay.vm().host(),
              "",
              Figures.bytes(stay.vm().memoryBytes()),
              stay.why()));
    }
    for (Move move : moves) {
      rows.add(
          new Row(
              move.vm().ref().uuid(),
              move.vm().name(),
              move.vm().host(),
              move.to().host(),
              Figures.bytes(move.vm().memoryBytes()),
              move.why()));
    }
    return rows;
  }

  /** Rows that the list has. */
  static int height(World world, int head) {
    return Math.max(1, world.bodyRows() - head - 1 - REASONS);
  }

  static void paint(
      Frame frame, Rect area, int head, List<Row> rows, Cursor<UUID> cursor, World world) {
    if (rows.isEmpty()) {
      return;
    }
    int height = height(world, head);
    Cursor<UUID> at = cursor.settle(rows, Row::vm, height);
    Rect table = new Rect(area.row() + head, area.column(), height + 1, area.columns());
    Table.paint(frame, table, world.theme(), COLUMNS, rows, at, row -> false, true);
    Rect below = area.lower(REASONS - 1).after(1);
    List<Fact> facts =
        Fact.rows(List.of(new Fact("why", rows.get(at.index()).why(), Role.TEXT)), below.columns());
    for (int i = 0; i < below.rows() && i < facts.size(); i++) {
      facts.get(i).paint(frame, below.line(i), world.theme());
    }
  }
}
