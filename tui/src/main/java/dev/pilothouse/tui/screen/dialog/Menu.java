package dev.pilothouse.tui.screen.dialog;

import dev.pilothouse.tui.frame.CellWidth;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.frame.Style;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.DialogBox;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of choices, taken with their letter or with the cursor. What cannot be chosen says why.
 *
 * @param at the row of the cursor
 */
public record Menu(String title, List<Choice> choices, int at) implements Screen {
  public Menu {
    choices = List.copyOf(choices);
  }

  /**
   * One row of a menu.
   *
   * @param disabled why it cannot be chosen; empty when it can
   * @param effects what choosing it leads to, after the menu is gone
   */
  public record Choice(String key, String label, String disabled, List<Effect> effects) {
    public Choice {
      effects = List.copyOf(effects);
    }
  }

  /** The cursor on the first choice that is possible. */
  public static Menu of(String title, List<Choice> choices) {
    int first = 0;
    while (first < choices.size() - 1 && !choices.get(first).disabled().isEmpty()) {
      first++;
    }
    return new Menu(title, choices, first);
  }

  @Override
  public boolean overlay() {
    return true;
  }

  @Override
  public Step update(Msg msg, World world) {
    return msg instanceof Msg.Key key ? dispatch(key.name(), world) : Step.of(this);
  }

  @Override
  public List<Binding> bindings(World world) {
    List<Binding> all = new ArrayList<>();
    all.add(
        Binding.of(
            "Enter", "choose", "take the choice under the cursor", () -> choose(choices.get(at))));
    all.add(
        Binding.of(
            "Esc q", "back", "leave without choosing", () -> Step.of(this, new Effect.Close())));
    for (Choice choice : choices) {
      all.add(
          Binding.of(choice.key(), "", choice.label(), () -> choose(choice))
              .unless(choice.disabled()));
    }
    all.add(Binding.of("Up k", "", "one up", () -> moved(-1)));
    all.add(Binding.of("Down j", "", "one down", () -> moved(1)));
    return all;
  }

  private Step moved(int by) {
    return Step.of(new Menu(title, choices, Math.floorMod(at + by, choices.size())));
  }

  private Step choose(Choice choice) {
    if (!choice.disabled().isEmpty()) {
      return Step.of(
          this, new Effect.Say(choice.label() + ": " + choice.disabled(), Effect.Tone.WARNING));
    }
    List<Effect> all = new ArrayList<>();
    all.add(new Effect.Close());
    all.addAll(choice.effects());
    return new Step(this, all);
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    int width = CellWidth.of(title) + 2;
    for (Choice choice : choices) {
      width =
          Math.max(width, 6 + CellWidth.of(choice.label()) + 2 + CellWidth.of(choice.disabled()));
    }
    Rect inside = DialogBox.paint(frame, area, world.theme(), title, choices.size(), width);
    int top = Math.max(0, at - inside.rows() + 1);
    for (int i = 0; i < inside.rows() && top + i < choices.size(); i++) {
      row(frame, inside.line(i), top + i, world);
    }
    int hidden = choices.size() - top - inside.rows();
    if (hidden > 0) {
      String more = " " + hidden + " more, Down ";
      int cells = Math.min(inside.columns(), CellWidth.of(more));
      frame.putRight(
          inside.bottom(), inside.right() - cells, cells, more, world.theme().style(Role.KEY));
    }
  }

  private void row(Frame frame, Rect line, int index, World world) {
    Choice choice = choices.get(index);
    boolean possible = choice.disabled().isEmpty();
    Style text = world.theme().style(possible ? Role.DIALOG : Role.DISABLED);
    Style key = world.theme().style(possible ? Role.KEY : Role.DISABLED);
    if (index == at) {
      frame.put(
          line.row(),
          line.column(),
          1,
          Character.toString(world.theme().glyphs().cursor()),
          world.theme().style(Role.KEY));
    }
    frame.put(line.row(), line.column() + 2, 1, choice.key(), key);
    int label = frame.put(line.row(), line.column() + 4, line.columns() - 4, choice.label(), text);
    if (!possible) {
      int column = line.column() + 4 + label + 2;
      frame.put(line.row(), column, line.right() - column, choice.disabled(), text);
    }
  }
}
