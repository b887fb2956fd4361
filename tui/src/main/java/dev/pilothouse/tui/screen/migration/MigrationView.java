package dev.pilothouse.tui.screen.migration;

import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.MigrationFigures;
import dev.pilothouse.fleet.operation.MigrationFigures.Phase;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.frame.Style;
import dev.pilothouse.tui.screen.Figures;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Fact;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Paints a migration. Every figure has its place and its number of cells, those that change often
 * stand together in plain style: half a second of progress is to cost 50 bytes.
 */
final class MigrationView {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int BAR = 50;
  private static final int LABEL = 12;

  /** Cells of a figure. */
  private static final int FIGURE = 9;

  private final Frame frame;
  private final Rect area;
  private final World world;

  MigrationView(Frame frame, Rect area, World world) {
    this.frame = frame;
    this.area = area;
    this.world = world;
  }

  void paint(OperationRecord record, @Nullable Sweep sweep) {
    MigrateVm migrate = (MigrateVm) record.operation();
    put(0, 0, record.targetName(), Role.TITLE);
    put(
        1,
        0,
        migrate.vm().host()
            + " -> "
            + migrate.to().host()
            + ", operation "
            + record.number()
            + " by "
            + record.principal().name()
            + ", "
            + TIME.format(record.submittedAt()),
        Role.DIM);
    if (record.state().terminal()) {
      ended(record, migrate);
    } else {
      moving(record, sweep);
    }
  }

  private void moving(OperationRecord record, @Nullable Sweep sweep) {
    put(3, 0, MigrationWords.phase(record), Role.PROGRESS);
    MigrationFigures figures = record.figures();
    if (figures == null) {
      return;
    }
    bar(5, record.progress());
    right(5, BAR + 1, 4, record.progress() < 0 ? "" : record.progress() + "%");
    right(5, BAR + 6, 7, figures.leftMillis() < 0 ? "" : Rounded.left(figures.leftMillis()));
    put(5, BAR + 14, "left", Role.DIM);
    header(7, "", "done", "left", "of");
    row(
        8,
        "memory",
        Figures.bytes(figures.memoryDoneBytes()),
        Figures.bytes(figures.memoryLeftBytes()),
        Figures.bytes(figures.memoryBytes()));
    row(
        9,
        "disks",
        Figures.bytes(figures.diskDoneBytes()),
        Figures.bytes(Math.max(0, figures.diskBytes() - figures.diskDoneBytes())),
        Figures.bytes(figures.diskBytes()));
    header(11, "", "now", "at most", "");
    String limit =
        figures.limitBytesPerSecond() == 0
            ? "no limit"
            : Figures.bytes(figures.limitBytesPerSecond()) + "/s";
    row(12, "rate", Rounded.speed(rate(figures)), limit, "");
    row(
        13,
        "downtime",
        figures.expectedDowntimeMillis() < 0 ? "-" : Rounded.span(figures.expectedDowntimeMillis()),
        Rounded.span(figures.maxDowntimeMillis()),
        "");
    row(
        14,
        "changes",
        figures.dirtyBytesPerSecond() < 0 ? "-" : Rounded.speed(figures.dirtyBytesPerSecond()),
        "",
        "");
    put(15, 0, advice(figures), Role.WARNING);
    if (sweep != null) {
      put(17, 0, "rate, the last minute, up to " + Figures.bytes(sweep.scale()) + "/s", Role.DIM);
      sweep.paint(frame, area.line(Math.min(18, area.rows() - 1)), world.theme());
    }
  }

  private static long rate(MigrationFigures figures) {
    return figures.rates().isEmpty() ? figures.bytesPerSecond() : Rounded.rate(figures.rates());
  }

  private static String advice(MigrationFigures figures) {
    boolean never =
        figures.phase() == Phase.MEMORY
            && figures.pass() > 1
            && figures.dirtyBytesPerSecond() > rate(figures);
    return never
        ? "The guest changes its memory faster than it is copied: b, t or p may help."
        : "";
  }

  private void bar(int row, int percent) {
    if (row < area.rows()) {
      Rect line = area.line(row);
      int cells = Math.min(BAR, line.columns());
      int full = Math.max(0, percent) * cells / 100;
      Style plain = world.theme().style(Role.TEXT);
      frame.repeat(line.row(), line.column(), full, world.theme().glyphs().full(), plain);
      frame.repeat(
          line.row(),
          line.column() + full,
          cells - full,
          world.theme().glyphs().empty(),
          world.theme().style(Role.DIM));
    }
  }

  private void header(int row, String label, String... titles) {
    put(row, 0, label, Role.DIM);
    for (int i = 0; i < titles.length; i++) {
      cell(row, LABEL + i * (FIGURE + 1), FIGURE, titles[i], Role.DIM);
    }
  }

  private void row(int row, String label, String... figures) {
    put(row, 0, label, Role.DIM);
    for (int i = 0; i < figures.length; i++) {
      right(row, LABEL + i * (FIGURE + 1), FIGURE, figures[i]);
    }
  }

  private void right(int row, int column, int cells, String text) {
    cell(row, column, cells, text, Role.TEXT);
  }

  private void cell(int row, int column, int cells, String text, Role role) {
    if (row < area.rows() && column + cells <= area.columns()) {
      frame.putRight(
          area.row() + row, area.column() + column, cells, text, world.theme().style(role));
    }
  }

  private void put(int row, int column, String text, Role role) {
    if (row < area.rows() && column < area.columns()) {
      frame.put(
          area.row() + row,
          area.column() + column,
          area.columns() - column,
          text,
          world.theme().style(role));
    }
  }

  private void ended(OperationRecord record, MigrateVm migrate) {
    boolean well = record.state() == OperationState.SUCCEEDED;
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("ended", MigrationWords.phase(record), well ? Role.OK : Role.ERROR));
    facts.add(new Fact("now", MigrationWords.whereabouts(record, migrate, world), Role.TITLE));
    facts.add(new Fact("", "", Role.TEXT));
    MigrationWords.summary(record)
        .ifPresent(
            summary -> {
              facts.add(new Fact("took", Rounded.span(summary.totalMillis()), Role.TEXT));
              facts.add(
                  new Fact(
                      "downtime",
                      summary.downtimeMillis() < 0
                          ? "not known"
                          : summary.downtimeMillis() + " ms, measured",
                      Role.TEXT));
              facts.add(
                  new Fact("memory", Figures.bytes(summary.memoryBytes()) + " sent", Role.TEXT));
              facts.add(new Fact("disks", Figures.bytes(summary.diskBytes()) + " sent", Role.TEXT));
            });
    Failure failure = record.failure();
    if (failure != null) {
      facts.add(new Fact("why", failure.message(), Role.ERROR));
      facts.add(new Fact("to do", failure.hint(), Role.TEXT));
    }
    List<Fact> rows = Fact.rows(facts, area.columns() - 1);
    for (int i = 0; i < rows.size() && 3 + i < area.rows(); i++) {
      rows.get(i).paint(frame, area.line(3 + i), world.theme());
    }
  }
}
