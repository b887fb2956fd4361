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
import dev.pilothouse.tui.widget.Prose;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows what changed in a definition and asks whether to apply it. It takes the whole screen,
 * because a difference may be long; no line of it is cut.
 *
 * @param question what will happen on yes
 * @param diff lines of a unified diff
 * @param top the first visible line
 */
record ReviewScreen(String name, String question, List<String> diff, Effect apply, int top)
    implements Screen {
  ReviewScreen {
    diff = List.copyOf(diff);
  }

  @Override
  public String title() {
    return "Review " + name;
  }

  /** Keys that mean the same everywhere would leave the text beneath behind. */
  @Override
  public boolean takesText() {
    return true;
  }

  @Override
  public Step update(Msg msg, World world) {
    return msg instanceof Msg.Key key ? dispatch(key.name(), world) : Step.of(this);
  }

  @Override
  public List<Binding> bindings(World world) {
    int page = Math.max(1, room(world) - 1);
    List<Binding> all = new ArrayList<>();
    all.add(Binding.of("y", "apply", "apply it", () -> Step.of(this, new Effect.Close(), apply)));
    all.add(
        Binding.of("n Esc q", "back", "back to the text", () -> Step.of(this, new Effect.Close())));
    all.add(Binding.of("j Down", "", "a line down", () -> to(top + 1, world)));
    all.add(Binding.of("k Up", "", "a line up", () -> to(top - 1, world)));
    all.add(Binding.of("PgDn Space", "more", "a page down", () -> to(top + page, world)));
    all.add(Binding.of("PgUp", "", "a page up", () -> to(top - page, world)));
    all.add(Binding.of("g Home", "", "to the beginning", () -> to(0, world)));
    all.add(Binding.of("G End", "", "to the end", () -> to(Integer.MAX_VALUE / 2, world)));
    return all;
  }

  private Step to(int line, World world) {
    int last = Math.max(0, lines(world).size() - room(world));
    return Step.of(
        new ReviewScreen(name, question, diff, apply, Math.max(0, Math.min(line, last))));
  }

  private record Line(String text, Role role) {}

  private static int width(World world) {
    return Math.max(1, world.columns() - 2);
  }

  private List<String> head(World world) {
    return Prose.wrap(question, width(world));
  }

  private int room(World world) {
    return Math.max(1, world.bodyRows() - head(world).size() - 1);
  }

  private List<Line> lines(World world) {
    List<Line> lines = new ArrayList<>();
    for (String line : diff) {
      Role role =
          switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> Role.OK;
            case '-' -> Role.ERROR;
            case '@' -> Role.DIM;
            default -> Role.TEXT;
          };
      Prose.cut(line, width(world)).forEach(part -> lines.add(new Line(part, role)));
    }
    return lines;
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    List<String> head = head(world);
    for (int i = 0; i < head.size() && i < area.rows(); i++) {
      frame.put(area.row() + i, 1, width(world), head.get(i), world.theme().style(Role.TITLE));
    }
    Rect rest = area.below(head.size() + 1);
    List<Line> lines = lines(world);
    int first = Math.max(0, Math.min(top, lines.size() - room(world)));
    for (int i = 0; i < rest.rows() && first + i < lines.size(); i++) {
      Line line = lines.get(first + i);
      frame.put(rest.row() + i, 1, width(world), line.text(), world.theme().style(line.role()));
    }
  }
}
