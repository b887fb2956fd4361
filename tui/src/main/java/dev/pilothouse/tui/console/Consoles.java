package dev.pilothouse.tui.console;

import org.jspecify.annotations.Nullable;

/** The consoles that a session has open. */
@FunctionalInterface
public interface Consoles {
  /** Null when it is not open. */
  @Nullable GuestConsole of(ConsoleTarget target);

  /** None at all. */
  static Consoles none() {
    return target -> null;
  }
}
