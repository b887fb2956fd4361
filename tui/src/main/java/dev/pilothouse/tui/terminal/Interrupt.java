package dev.pilothouse.tui.terminal;

import org.jline.utils.Signals;

/** Ctrl-C for a command that runs in this process (SIGINT, signal(7)). */
public final class Interrupt {
  private Interrupt() {}

  /** From now on Ctrl-C calls {@code action} and no longer ends the process. */
  public static void on(Runnable action) {
    Signals.register("INT", action);
  }
}
