package dev.pilothouse.tui.screen.operation;

import dev.pilothouse.fleet.bus.SessionInfo;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.ListKeys;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.widget.Column;
import dev.pilothouse.tui.widget.Cursor;
import dev.pilothouse.tui.widget.Table;
import java.util.List;

/** Who is logged in, on all management nodes. */
public record SessionsScreen(Cursor<String> cursor) implements Screen {
  public static SessionsScreen start() {
    return new SessionsScreen(Cursor.start());
  }

  @Override
  public String title() {
    return "Sessions";
  }

  @Override
  public Step update(Msg msg, World world) {
    return msg instanceof Msg.Key key ? dispatch(key.name(), world) : Step.of(this);
  }

  @Override
  public List<Binding> bindings(World world) {
    return ListKeys.of(List.of(), height(world), by -> moved(by, world));
  }

  private static int height(World world) {
    return Math.max(1, world.bodyRows() - 1);
  }

  private SessionsScreen moved(int by, World world) {
    return new SessionsScreen(cursor.move(by, world.sessions(), SessionInfo::id, height(world)));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    List<Column<SessionInfo>> columns =
        List.of(
            Column.text("USER", 10, 20, 0, SessionInfo::user),
            Column.text("FROM", 16, 40, 1, SessionInfo::origin),
            Column.text("KIND", 8, 8, 2, SessionInfo::kind),
            Column.text("NODE", 10, 20, 4, SessionInfo::node),
            Column.number("SINCE", 6, 3, s -> OperationLook.age(s.since(), world.now())),
            Column.text("ID", 8, 12, 5, SessionInfo::id));
    Cursor<String> at =
        cursor.settle(world.sessions(), SessionInfo::id, Math.max(1, area.rows() - 1));
    Table.paint(frame, area, world.theme(), columns, world.sessions(), at, s -> false, true);
  }
}
