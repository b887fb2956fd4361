package dev.pilothouse.tui.screen.console;

import dev.pilothouse.fleet.console.ConsoleNews;
import dev.pilothouse.fleet.console.GuestScreen;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.tui.console.ConsoleStatus;
import dev.pilothouse.tui.frame.CellWidth;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.frame.Style;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Prose;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one line beneath a console: whose it is, who types, and how to get out. */
final class ConsoleBar {
  private ConsoleBar() {}

  static void paint(
      Frame frame, Rect line, ConsoleScreen screen, @Nullable ConsoleStatus status, World world) {
    String trouble = trouble(status);
    Style style = world.theme().style(trouble.isEmpty() ? Role.STATUS_BAR : Role.DANGER);
    frame.fill(line, style);
    String keys = keys(screen, status);
    int room = Math.min(line.columns(), CellWidth.of(keys));
    String name = " " + Visible.line(screen.target().name()) + "  ";
    int left = line.columns() - room;
    String said = trouble.isEmpty() ? well(screen, status) : Visible.line(trouble);
    if (CellWidth.of(name + said) > left && !trouble.isEmpty()) {
      whole(frame, line, trouble, style);
      said = "";
    }
    frame.put(line.row(), line.column(), left, name + said, style);
    frame.put(line.row(), line.right() - room, room, keys, style);
  }

  /** A trouble that is longer than the line stands above it, over what the guest shows. */
  private static void whole(Frame frame, Rect line, String trouble, Style style) {
    List<String> rows = Prose.wrap(trouble, line.columns() - 2);
    for (int i = 0; i < rows.size(); i++) {
      int row = line.row() - rows.size() + i;
      frame.fill(new Rect(Math.max(0, row), line.column(), 1, line.columns()), style);
      frame.put(row, line.column() + 1, line.columns() - 1, rows.get(i), style);
    }
  }

  private static String keys(ConsoleScreen screen, @Nullable ConsoleStatus status) {
    return switch (screen.mode()) {
      case LIVE -> status == null || status.why() != null ? "  q leave " : "  ^] menu ";
      case LOOKING -> "  PgUp PgDn / search  Esc live ";
      case SEARCHING -> "";
    };
  }

  /** What is not as it should be, with the way out; empty when all is well. */
  private static String trouble(@Nullable ConsoleStatus status) {
    if (status == null) {
      return "It is closed.";
    }
    if (status.why() != null) {
      if (status.why().hint().isEmpty()) {
        return status.why().message(); // nothing went wrong yet
      }
      String said = status.why().message() + " " + status.why().hint();
      return status.forGood() ? said : said + " It is tried again.";
    }
    if (status.condition() != null && status.condition().state() != ConsoleNews.State.OPEN) {
      return status.condition().words();
    }
    return status.remark();
  }

  private static String well(ConsoleScreen screen, @Nullable ConsoleStatus status) {
    if (status == null) {
      return "";
    }
    StringBuilder said = new StringBuilder();
    said.append(ConsoleScreen.word(screen.target().face()))
        .append(" on ")
        .append(Visible.line(status.host()));
    if (screen.mode() == ConsoleScreen.Mode.LOOKING) {
      return said.append(", ").append(screen.back()).append(" lines back").toString();
    }
    said.append("  ").append(typist(status));
    if (status.kind() == GuestScreen.Kind.RECOGNISED && status.confidence() < 100) {
      said.append("  ").append(status.confidence()).append(" % read");
    }
    if (status.missed() > 0) {
      said.append("  ").append(status.missed()).append(" bytes passed too fast");
    }
    return said.toString();
  }

  private static String typist(ConsoleStatus status) {
    ConsoleNews.Keyboard keyboard = status.keyboard();
    if (keyboard == null) {
      return "opening";
    }
    if (keyboard.yours()) {
      return keyboard.asking().isEmpty()
          ? "you type"
          : Visible.line(keyboard.asking().getFirst()) + " asks for the keyboard: ^] g gives it";
    }
    return keyboard.holder() == null
        ? "nobody types: ^] t"
        : Visible.line(keyboard.holder()) + " types: ^] t asks";
  }
}
