package dev.pilothouse.tui.terminal;

/** The way out to one terminal: a channel of SSH or this process's own terminal. */
public interface Link {

  /**
   * Starts one write of all these bytes and returns at once. The next write comes only after {@code
   * written} ran; it may run on any thread, also before this method returns, and runs as well when
   * the link broke (the reader then sees the end).
   */
  void write(byte[] bytes, Runnable written);
}
