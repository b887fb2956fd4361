package dev.pilothouse.tui.screen.dialog;

import com.googlecode.lanterna.input.KeyType;
import dev.pilothouse.tui.frame.CellWidth;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.DialogBox;
import dev.pilothouse.tui.widget.TextField;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks before something is done.
 *
 * @param lines what will happen, and to what
 * @param phrase must be typed when much is at stake; empty: {@code y} will do
 * @param danger whether data can be lost
 */
public record Confirm(
    String title,
    List<String> lines,
    String phrase,
    TextField typed,
    boolean danger,
    List<Effect> effects)
    implements Screen {
  private static final int WIDEST = 100;

  public Confirm {
    lines = List.copyOf(lines);
    effects = List.copyOf(effects);
  }

  public static Confirm of(
      String title, List<String> lines, String phrase, boolean danger, List<Effect> effects) {
    return new Confirm(title, lines, phrase, TextField.of(""), danger, effects);
  }

  @Override
  public boolean overlay() {
    return true;
  }

  @Override
  public Step update(Msg msg, World world) {
    return switch (msg) {
      case Msg.Key key ->
          !phrase.isEmpty() && types(key)
              ? Step.of(
                  new Confirm(title, lines, phrase, typed.type(key.stroke()), danger, effects))
              : dispatch(key.name(), world);
      case Msg.Pasted pasted ->
          Step.of(this, new Effect.Say("Type it by hand.", Effect.Tone.WARNING));
      case Msg.WorldChanged m -> Step.of(this);
      case Msg.OperationNews m -> Step.of(this);
      case Msg.Submitted m -> Step.of(this);
      case Msg.NotSubmitted m -> Step.of(this);
      case Msg.Filtered m -> Step.of(this);
      case Msg.Completed m -> Step.of(this);
      case Msg.Answered m -> Step.of(this);
    };
  }

  private static boolean types(Msg.Key key) {
    KeyType type = key.stroke().getKeyType();
    return type != KeyType.Enter && type != KeyType.Escape;
  }

  @Override
  public List<Binding> bindings(World world) {
    Binding no =
        Binding.of(
            "Esc n q", "no", "leave everything as it is", () -> Step.of(this, new Effect.Close()));
    if (phrase.isEmpty()) {
      return List.of(Binding.of("y", "yes", "do it", this::yes), no);
    }
    String missing =
        typed.text().equals(phrase) ? "" : "Type \"" + phrase + "\" first, or Esc to leave it.";
    return List.of(
        Binding.of("Enter", "do it", "do it, once the phrase is typed", this::yes).unless(missing),
        no);
  }

  private Step yes() {
    List<Effect> all = new ArrayList<>();
    all.add(new Effect.Close());
    all.addAll(effects);
    return new Step(this, all);
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    int width = 44;
    for (String line : lines) {
      width = Math.max(width, Math.min(WIDEST, CellWidth.of(line)));
    }
    int content = Math.min(lines.size(), Math.max(1, area.rows() - 4));
    Rect inside =
        DialogBox.paint(
            frame, area, world.theme(), title, content + 2, Math.min(width, area.columns() - 4));
    for (int i = 0; i < content; i++) {
      boolean cut = i == content - 1 && content < lines.size();
      String text = cut ? "and " + (lines.size() - i) + " more" : lines.get(i);
      frame.put(
          inside.row() + i,
          inside.column(),
          inside.columns(),
          text,
          world.theme().style(danger && i == 0 ? Role.ERROR : Role.DIALOG));
    }
    Rect last = inside.line(content + 1);
    if (phrase.isEmpty()) {
      frame.put(
          last.row(),
          last.column(),
          last.columns(),
          "y  yes      n  no",
          world.theme().style(Role.KEY));
    } else {
      String ask = "Type \"" + phrase + "\": ";
      int used =
          frame.put(
              last.row(), last.column(), CellWidth.of(ask), ask, world.theme().style(Role.KEY));
      typed.paint(frame, last.after(used), world.theme().style(Role.INPUT));
    }
  }
}
