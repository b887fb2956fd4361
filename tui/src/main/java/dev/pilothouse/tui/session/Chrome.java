package dev.pilothouse.tui.session;

import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.tui.frame.CellWidth;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Said;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.theme.Theme;
import dev.pilothouse.tui.widget.KeyBar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What frames every screen: the status line above, the line of news and the key bar beneath. */
final class Chrome {
  private Chrome() {}

  static void paint(Frame frame, ScreenStack stack, World world, @Nullable Said message) {
    frame.clear();
    frame.hideCursor();
    Theme theme = world.theme();
    if (stack.screens().get(stack.base()).wholeTerminal()) {
      whole(frame, stack, world, message);
      return;
    }
    status(frame, stack, world, theme);
    Rect body = new Rect(1, 0, world.bodyRows(), world.columns());
    news(frame, new Rect(world.rows() - 2, 0, 1, world.columns()), stack, world, message);
    keys(frame, new Rect(world.rows() - 1, 0, 1, world.columns()), stack, world);
    for (int i = stack.base(); i < stack.screens().size(); i++) {
      stack.screens().get(i).view(frame, body, world);
    }
  }

  /** Messages and keys go over the last line, when there are any. */
  private static void whole(Frame frame, ScreenStack stack, World world, @Nullable Said message) {
    Rect all = new Rect(0, 0, world.rows(), world.columns());
    for (int i = stack.base(); i < stack.screens().size(); i++) {
      stack.screens().get(i).view(frame, all, world);
    }
    Rect last = all.line(world.rows() - 1);
    if (message != null) {
      frame.fill(last, world.theme().style(Role.TEXT));
      news(frame, last, stack, world, message);
    } else if (stack.top().overlay()) {
      frame.fill(last, world.theme().style(Role.TEXT));
      keys(frame, last, stack, world);
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
    return running + " of " + world.fleet().vmCount() + " VMs running" + maintenance(world);
  }

  private static String maintenance(World world) {
    List<String> hosts = new ArrayList<>();
    for (Host host : world.listings().hosts(world.fleet())) {
      if (host.facts().inMaintenance()) {
        hosts.add(Visible.line(host.name()));
      }
    }
    return hosts.isEmpty()
        ? ""
        : ", "
            + (hosts.size() == 1 ? hosts.getFirst() : hosts.size() + " hosts")
            + " in maintenance";
  }

  /** A text that does not fit is marked, with the key that shows it whole. */
  private static void news(
      Frame frame, Rect row, ScreenStack stack, World world, @Nullable Said message) {
    NewsLine news = NewsLine.of(world, message);
    Rect line = row.after(1);
    String more = stack.top().takesText() ? " ^G more" : " m more";
    boolean fits = CellWidth.of(Visible.line(news.text())) <= line.columns();
    int room = fits ? 0 : Math.min(line.columns(), CellWidth.of(more));
    frame.put(
        line.row(),
        line.column(),
        line.columns() - room,
        news.text(),
        world.theme().style(news.role()));
    frame.put(line.row(), line.right() - room, room, more, world.theme().style(Role.KEY));
  }

  private static void keys(Frame frame, Rect row, ScreenStack stack, World world) {
    Screen top = stack.top();
    List<KeyBar.Item> everywhere = items(GlobalKeys.of(stack, world));
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
