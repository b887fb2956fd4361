package dev.pilothouse.tui.terminal;

import org.jline.utils.Signals;

/** Ctrl-C for a command that runs in this process (SIGINT, signal(7)). */
public final class Interrupt {
  private Interrupt() {}

  /** From now on Ctrl-C calls {@code action} and no longer ends the process. */
  public static void on(Runnable action) {
    Signals.register("INT", action);
  }

  /**
   * From now on Ctrl-C is for another program on this terminal: the kernel tells every process in
   * the foreground of it.
   */
  public static Changed leaveToAnother() {
    Object before = Signals.register("INT", () -> {});
    return () -> Signals.unregister("INT", before);
  }

  /** What Ctrl-C means now, for as long as it is to. */
  @FunctionalInterface
  public interface Changed {
    /** It means again what it meant before. */
    void restore();
  }
}
