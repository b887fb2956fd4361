package dev.pilothouse.tui.session;

import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.tui.frame.CellWidth;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Batch;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.theme.Theme;
import dev.pilothouse.tui.widget.KeyBar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What frames every screen: the status line above, the line of news and the key bar beneath. */
final class Chrome {
  /** How long the outcome of what somebody ordered stays in the line of news. */
  private static final Duration BATCH_STAYS = Duration.ofSeconds(20);

  private static final Duration NOTICE_STAYS = Duration.ofMinutes(5);

  private Chrome() {}

  static void paint(Frame frame, ScreenStack stack, World world, Effect.@Nullable Say message) {
    frame.clear();
    frame.hideCursor();
    Theme theme = world.theme();
    status(frame, stack, world, theme);
    Rect body = new Rect(1, 0, world.bodyRows(), world.columns());
    news(frame, new Rect(world.rows() - 2, 0, 1, world.columns()), world, message);
    keys(frame, new Rect(world.rows() - 1, 0, 1, world.columns()), stack, world);
    for (int i = stack.base(); i < stack.screens().size(); i++) {
      stack.screens().get(i).view(frame, body, world);
    }
  }

  private static void status(Frame frame, ScreenStack stack, World world, Theme theme) {
    Rect row = new Rect(0, 0, 1, world.columns());
    frame.fill(row, theme.style(Role.STATUS_BAR));
    StringBuilder right = new StringBuilder();
    if (!world.connected()) {
      right.append("REDIS AWAY  ");
    }
    right.append(Visible.line(world.who().name())).append('@').append(world.node());
    if (!world.link().isEmpty()) {
      right.append("  ").append(world.link());
    }
    right.append(' ');
    int room = Math.min(world.columns() / 2, CellWidth.of(right.toString()));
    frame.putRight(
        0,
        world.columns() - room,
        room,
        right.toString(),
        theme.style(world.connected() ? Role.STATUS_BAR : Role.DANGER));
    String left =
        " Pilothouse  "
            + Visible.line(stack.screens().get(stack.base()).title())
            + "  "
            + census(world);
    frame.put(0, 0, Math.max(0, world.columns() - room - 1), left, theme.style(Role.STATUS_BAR));
  }

  private static String census(World world) {
    if (!world.ready()) {
      return world.connected() ? "reading the fleet..." : "waiting for Redis...";
    }
    int running = world.listings().running(world.fleet());
    return running + " of " + world.fleet().vmCount() + " VMs running";
  }

  private static void news(Frame frame, Rect row, World world, Effect.@Nullable Say message) {
    String text = "";
    Role role = Role.DIM;
    Batch batch = world.batches().isEmpty() ? null : world.batches().getLast();
    Notice notice = world.notices().isEmpty() ? null : world.notices().getLast();
    if (message != null) {
      text = message.text();
      role =
          switch (message.tone()) {
            case INFO -> Role.TEXT;
            case WARNING -> Role.WARNING;
            case ERROR -> Role.ERROR;
          };
    } else if (batch != null && (!batch.over() || recent(batch, world))) {
      text = batch.summary() + (batch.total() > 1 || batch.failed() > 0 ? "   T shows each" : "");
      role = batch.failed() > 0 ? Role.ERROR : batch.over() ? Role.OK : Role.PROGRESS;
    } else if (notice != null
        && Duration.between(notice.at(), world.now()).compareTo(NOTICE_STAYS) < 0) {
      String on = notice.vmName().isEmpty() ? "" : notice.vmName() + " ";
      text = notice.host() + ": " + on + notice.what();
      role = notice.severity() == Notice.Severity.INFO ? Role.DIM : Role.WARNING;
    }
    frame.put(row.row(), 1, row.columns() - 1, text, world.theme().style(role));
  }

  private static boolean recent(Batch batch, World world) {
    return Duration.between(batch.at(), world.now()).compareTo(BATCH_STAYS) < 0;
  }

  private static void keys(Frame frame, Rect row, ScreenStack stack, World world) {
    Screen top = stack.top();
    List<KeyBar.Item> everywhere =
        top.takesText() ? List.of() : items(GlobalKeys.of(top, stack.screens().size() == 1, world));
    KeyBar.paint(frame, row, world.theme(), items(top.bindings(world)), everywhere);
  }

  private static List<KeyBar.Item> items(List<Binding> bindings) {
    List<KeyBar.Item> items = new ArrayList<>();
    for (Binding binding : bindings) {
      if (!binding.label().isEmpty()) {
        items.add(new KeyBar.Item(binding.keys().getFirst(), binding.label(), binding.enabled()));
      }
    }
    return items;
  }
}
