package dev.pilothouse.tui.screen.dialog;

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
 * Something that a person must have read, and what can be done about it.
 *
 * @param choices what can be done; leaving the dialog is always possible
 * @param top the first visible line
 */
public record Message(String title, String text, List<Menu.Choice> choices, int top)
    implements Screen {
  public Message {
    choices = List.copyOf(choices);
  }

  public static Message of(String title, String text, Menu.Choice... choices) {
    return new Message(title, text, List.of(choices), 0);
  }

  @Override
  public boolean overlay() {
    return true;
  }

  @Override
  public Step update(Msg msg, World world) {
    return msg instanceof Msg.Key key ? dispatch(key.name(), world) : Step.of(this);
  }

  private DialogText content() {
    return DialogText.of(List.of(text), Role.DIALOG);
  }

  @Override
  public List<Binding> bindings(World world) {
    List<Binding> all = new ArrayList<>();
    for (Menu.Choice choice : choices) {
      all.add(Binding.of(choice.key(), choice.label(), choice.label(), () -> chosen(choice)));
    }
    String close = choices.isEmpty() ? "Esc Enter q" : "Esc q";
    all.add(
        Binding.of(close, "back", "leave this message", () -> Step.of(this, new Effect.Close())));
    all.addAll(content().scrolling(top, world, 2, to -> new Message(title, text, choices, to)));
    return all;
  }

  private Step chosen(Menu.Choice choice) {
    List<Effect> all = new ArrayList<>();
    all.add(new Effect.Close());
    all.addAll(choice.effects());
    return new Step(this, all);
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    Rect last = content().paint(frame, area, world, title, top, 2);
    StringBuilder keys = new StringBuilder();
    for (Menu.Choice choice : choices) {
      keys.append(choice.key()).append("  ").append(choice.label()).append("      ");
    }
    keys.append("Esc  back");
    frame.put(
        last.row(), last.column(), last.columns(), keys.toString(), world.theme().style(Role.KEY));
  }
}
