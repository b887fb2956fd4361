package dev.pilothouse.tui.screen.console;

import dev.pilothouse.fleet.console.ConsoleWish;
import dev.pilothouse.tui.console.ConsoleTarget;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Form;
import dev.pilothouse.tui.screen.dialog.FormScreen;

/** Asks an administrator why somebody is to lose the keyboard. */
record TakeForm(ConsoleTarget target, String holder) implements FormScreen.Purpose {
  private static final String REASON = "Reason";

  static FormScreen of(ConsoleTarget target, String holder) {
    return new FormScreen(new TakeForm(target, holder), Form.of(Form.Text.of(REASON, "")));
  }

  @Override
  public String title() {
    return "Take the keyboard of " + target.name();
  }

  @Override
  public String word() {
    return "take";
  }

  @Override
  public String about() {
    return holder + " types now, and is told the reason.";
  }

  @Override
  public String problem(Form form, World world) {
    return form.value(REASON).isBlank() ? "Say why." : "";
  }

  @Override
  public String sentence(Form form, World world) {
    return holder + " can only watch from then on.";
  }

  @Override
  public Effect effect(Form form, World world) {
    ConsoleWish take = new ConsoleWish.TakeKeyboard(form.value(REASON).strip());
    return new Effect.InConsole(target, console -> console.wish(take));
  }
}
