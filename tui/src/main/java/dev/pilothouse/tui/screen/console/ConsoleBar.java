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
    String left =
        " "
            + Visible.line(screen.target().name())
            + "  "
            + (trouble.isEmpty() ? well(screen, status) : trouble);
    frame.put(line.row(), line.column(), line.columns() - room, left, style);
    frame.put(line.row(), line.right() - room, room, keys, style);
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
