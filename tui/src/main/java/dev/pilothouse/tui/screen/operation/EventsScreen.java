package dev.pilothouse.tui.screen.operation;

import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.ListKeys;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Message;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Column;
import dev.pilothouse.tui.widget.Cursor;
import dev.pilothouse.tui.widget.Table;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What happened, newest first.
 *
 * @param alerts only what asks for attention
 */
public record EventsScreen(boolean alerts, Cursor<Notice> cursor) implements Screen {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  public static EventsScreen start(boolean alerts) {
    return new EventsScreen(alerts, Cursor.start());
  }

  @Override
  public String title() {
    return alerts ? "Alerts" : "Events";
  }

  @Override
  public Step update(Msg msg, World world) {
    return msg instanceof Msg.Key key
        ? settled(world).dispatch(key.name(), world)
        : Step.of(settled(world));
  }

  /** The cursor stays on what it is on while newer events come in above. */
  private EventsScreen settled(World world) {
    return new EventsScreen(alerts, cursor.settle(rows(world), n -> n, height(world)));
  }

  private List<Notice> rows(World world) {
    List<Notice> rows = new ArrayList<>();
    for (Notice notice : world.notices().reversed()) {
      if (!alerts || notice.severity() != Notice.Severity.INFO) {
        rows.add(notice);
      }
    }
    return rows;
  }

  @Override
  public List<Binding> bindings(World world) {
    List<Notice> rows = rows(world);
    List<Binding> all = new ArrayList<>();
    all.add(
        Binding.of("Enter d", "details", "the whole text", () -> open(rows))
            .unless(rows.isEmpty() ? "There is nothing to show." : ""));
    all.add(
        Binding.of(
            "Tab",
            alerts ? "all events" : "alerts only",
            "all events or alerts only",
            () -> Step.of(start(!alerts))));
    return ListKeys.of(all, height(world), by -> moved(by, world));
  }

  private Step open(List<Notice> rows) {
    Notice notice = rows.get(Math.min(cursor.index(), rows.size() - 1));
    String on = notice.vmName().isEmpty() ? "" : "/" + notice.vmName();
    return Step.of(
        this,
        new Effect.Open(
            Message.of(TIME.format(notice.at()), notice.host() + on + "\n\n" + notice.what())));
  }

  private static int height(World world) {
    return Math.max(1, world.bodyRows() - 1);
  }

  private EventsScreen moved(int by, World world) {
    return new EventsScreen(alerts, cursor.move(by, rows(world), n -> n, height(world)));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    List<Notice> rows = rows(world);
    if (rows.isEmpty()) {
      String nothing = alerts ? "No alerts." : "Nothing has happened yet.";
      frame.put(area.row() + 1, 2, area.columns() - 2, nothing, world.theme().style(Role.DIM));
      return;
    }
    List<Column<Notice>> columns =
        List.of(
            Column.text("WHEN", 15, 15, 0, n -> TIME.format(n.at())),
            Column.text("HOST", 8, 16, 3, Notice::host),
            Column.text("VM", 12, 30, 2, Notice::vmName),
            Column.<Notice>text("WHAT", 20, 120, 1, Notice::what).in(n -> role(n.severity())));
    Cursor<Notice> at = cursor.settle(rows, n -> n, Math.max(1, area.rows() - 1));
    Table.paint(frame, area, world.theme(), columns, rows, at, n -> false, true);
  }

  static Role role(Notice.Severity severity) {
    return switch (severity) {
      case INFO -> Role.TEXT;
      case WARNING -> Role.WARNING;
      case ALERT -> Role.ERROR;
    };
  }
}
