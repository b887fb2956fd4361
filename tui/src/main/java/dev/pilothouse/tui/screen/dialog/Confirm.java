package dev.pilothouse.tui.screen.dialog;

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
import dev.pilothouse.tui.widget.TextField;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks before something is done.
 *
 * @param lines what will happen, and to what
 * @param phrase must be typed when much is at stake; empty: {@code y} will do
 * @param danger whether data can be lost
 * @param top the first visible line
 */
public record Confirm(
    String title,
    List<String> lines,
    String phrase,
    TextField typed,
    boolean danger,
    List<Effect> effects,
    int top)
    implements Screen {
  /** A blank row and the row of the answer. */
  private static final int BELOW = 2;

  public Confirm {
    lines = List.copyOf(lines);
    effects = List.copyOf(effects);
  }

  public static Confirm of(
      String title, List<String> lines, String phrase, boolean danger, List<Effect> effects) {
    return new Confirm(title, lines, phrase, TextField.of(""), danger, effects, 0);
  }

  @Override
  public boolean overlay() {
    return true;
  }

  @Override
  public Step update(Msg msg, World world) {
    return switch (msg) {
      case Msg.Key key -> {
        TextField now = phrase.isEmpty() ? typed : typed.type(key.stroke());
        yield now.equals(typed) ? dispatch(key.name(), world) : Step.of(with(now, top));
      }
      case Msg.Pasted pasted ->
          Step.of(this, new Effect.Say("Type it by hand.", Effect.Tone.WARNING));
      case Msg.WorldChanged m -> Step.of(this);
      case Msg.OperationNews m -> Step.of(this);
      case Msg.Submitted m -> Step.of(this);
      case Msg.NotSubmitted m -> Step.of(this);
      case Msg.Filtered m -> Step.of(this);
      case Msg.Completed m -> Step.of(this);
      case Msg.Edited m -> Step.of(this);
      case Msg.Reread m -> Step.of(this);
      case Msg.Answered m -> Step.of(this);
    };
  }

  private Confirm with(TextField answer, int line) {
    return new Confirm(title, lines, phrase, answer, danger, effects, line);
  }

  @Override
  public List<Binding> bindings(World world) {
    String missing =
        typed.text().equals(phrase) ? "" : "Type \"" + phrase + "\" first, or Esc to leave it.";
    List<Binding> all = new ArrayList<>();
    all.add(
        phrase.isEmpty()
            ? Binding.of("y", "yes", "do it", this::yes)
            : Binding.of("Enter", "do it", "do it, once the phrase is typed", this::yes)
                .unless(missing));
    // Letters are the phrase's where one is asked for.
    String no = phrase.isEmpty() ? "n Esc q" : "Esc";
    all.add(
        Binding.of(no, "no", "leave everything as it is", () -> Step.of(this, new Effect.Close())));
    all.addAll(content().scrolling(top, world, BELOW, to -> with(typed, to)));
    return all;
  }

  private Step yes() {
    List<Effect> all = new ArrayList<>();
    all.add(new Effect.Close());
    all.addAll(effects);
    return new Step(this, all);
  }

  private DialogText content() {
    return DialogText.of(lines, danger ? Role.ERROR : Role.DIALOG);
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    Rect last = content().paint(frame, area, world, title, top, BELOW);
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
