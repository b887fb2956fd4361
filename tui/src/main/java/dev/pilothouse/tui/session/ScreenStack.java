package dev.pilothouse.tui.session;

import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import java.util.ArrayList;
import java.util.List;

/**
 * The screens of a session, the lowest first, never empty. What screens want with the stack itself
 * happens here.
 */
record ScreenStack(List<Screen> screens) {
  ScreenStack {
    screens = List.copyOf(screens);
    if (screens.isEmpty()) {
      throw new IllegalArgumentException("a session shows at least one screen");
    }
  }

  /** A stack, and the effects that reach beyond it. */
  record Outcome(ScreenStack stack, List<Effect> effects) {
    Outcome {
      effects = List.copyOf(effects);
    }
  }

  Screen top() {
    return screens.getLast();
  }

  /** The uppermost screen that is no overlay. */
  int base() {
    int at = screens.size() - 1;
    while (at > 0 && screens.get(at).overlay()) {
      at--;
    }
    return at;
  }

  Outcome toTop(Msg msg, World world) {
    int at = screens.size() - 1;
    return apply(at, screens.get(at).update(msg, world), world);
  }

  Outcome toAll(Msg msg, World world) {
    ScreenStack stack = this;
    List<Effect> beyond = new ArrayList<>();
    for (int i = 0; i < stack.screens.size(); i++) {
      Outcome outcome = stack.apply(i, stack.screens.get(i).update(msg, world), world);
      stack = outcome.stack();
      beyond.addAll(outcome.effects());
    }
    return new Outcome(stack, beyond);
  }

  /** Carries out effects as if the screen at {@code at} had asked for them. */
  Outcome apply(int at, Step step, World world) {
    List<Screen> now = new ArrayList<>(screens);
    now.set(at, step.screen());
    List<Effect> beyond = new ArrayList<>();
    for (Effect effect : step.effects()) {
      switch (effect) {
        case Effect.Open open -> now.add(open.screen());
        case Effect.OpenOf open -> now.add(open.screen().apply(world));
        // A second one closes what lay beneath: "leave" after a question.
        case Effect.Close close -> cut(now, Math.max(1, Math.min(at, now.size() - 1)));
        case Effect.Show show -> {
          cut(now, 1);
          now.add(show.screen());
        }
        case Effect.Home home -> cut(now, 1);
        case Effect.Filter filter -> {
          for (int i = 0; i < now.size(); i++) {
            now.set(i, now.get(i).update(new Msg.Filtered(filter.filter()), world).screen());
          }
        }
        case Effect.Replace replace -> {
          int there = now.indexOf(replace.screen());
          if (there >= 0) {
            now.set(there, replace.by());
          }
        }
        case Effect.OpenConsole e -> beyond.add(e);
        case Effect.InConsole e -> beyond.add(e);
        case Effect.Quit e -> beyond.add(e);
        case Effect.Redraw e -> beyond.add(e);
        case Effect.Say e -> beyond.add(e);
        case Effect.Submit e -> beyond.add(e);
        case Effect.InTurn e -> beyond.add(e);
        case Effect.Cancel e -> beyond.add(e);
        case Effect.Read e -> beyond.add(e);
        case Effect.OpenXml e -> beyond.add(e);
        case Effect.UseEditor e -> beyond.add(e);
        case Effect.Reread e -> beyond.add(e);
        case Effect.RunCommand e -> beyond.add(e);
        case Effect.Complete e -> beyond.add(e);
      }
    }
    return new Outcome(new ScreenStack(now), beyond);
  }

  private static void cut(List<Screen> screens, int size) {
    while (screens.size() > size) {
      screens.removeLast();
    }
  }
}
