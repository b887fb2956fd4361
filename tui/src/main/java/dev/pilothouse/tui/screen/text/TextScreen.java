package dev.pilothouse.tui.screen.text;

import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.theme.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * Text to read.
 *
 * @param top the first visible line
 * @param left the first visible char of each line
 */
public record TextScreen(String title, List<String> lines, int top, int left) implements Screen {
  private static final int SIDEWAYS = 8;

  public TextScreen {
    lines = List.copyOf(lines);
  }

  public static TextScreen of(String title, String text) {
    return new TextScreen(title, text.lines().toList(), 0, 0);
  }

  @Override
  public Step update(Msg msg, World world) {
    return msg instanceof Msg.Key key ? dispatch(key.name(), world) : Step.of(this);
  }

  @Override
  public List<Binding> bindings(World world) {
    int page = Math.max(1, world.bodyRows() - 1);
    List<Binding> all = new ArrayList<>();
    all.add(Binding.of("j Down Enter", "down", "a line down", () -> to(top + 1, left, world)));
    all.add(Binding.of("k Up", "up", "a line up", () -> to(top - 1, left, world)));
    all.add(Binding.of("PgDn Space", "page", "a page down", () -> to(top + page, left, world)));
    all.add(Binding.of("PgUp", "", "a page up", () -> to(top - page, left, world)));
    all.add(Binding.of("g Home", "", "to the beginning", () -> to(0, 0, world)));
    all.add(Binding.of("G End", "", "to the end", () -> to(lines.size(), left, world)));
    all.add(Binding.of("l Right", "", "to the right", () -> to(top, left + SIDEWAYS, world)));
    all.add(Binding.of("h Left", "", "to the left", () -> to(top, left - SIDEWAYS, world)));
    all.add(Binding.of("Esc q", "back", "back", () -> Step.of(this, new Effect.Close())));
    return all;
  }

  private Step to(int line, int column, World world) {
    int last = Math.max(0, lines.size() - world.bodyRows());
    return Step.of(
        new TextScreen(
            title, lines, Math.max(0, Math.min(line, last)), Math.max(0, Math.min(column, 1000))));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    for (int i = 0; i < area.rows() && top + i < lines.size(); i++) {
      String line = lines.get(top + i);
      String shown = left < line.length() ? line.substring(left) : "";
      frame.put(
          area.row() + i,
          area.column() + 1,
          area.columns() - 1,
          shown,
          world.theme().style(Role.TEXT));
    }
  }
}
