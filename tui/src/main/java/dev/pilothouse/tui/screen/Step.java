package dev.pilothouse.tui.screen;

import java.util.List;

/** A screen's answer to a message. */
public record Step(Screen screen, List<Effect> effects) {
  public Step {
    effects = List.copyOf(effects);
  }

  public static Step of(Screen screen, Effect... effects) {
    return new Step(screen, List.of(effects));
  }
}
