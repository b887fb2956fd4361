package dev.pilothouse.tui.terminal;

/** The way to somebody's terminal: an SSH channel or this process's own terminal. */
public interface Link {
  /**
   * Sends bytes. The next call comes only after {@code written} ran, which happens exactly once, on
   * any thread, also before this method returns, as soon as the transport took the bytes, also when
   * the link broke. Does not block.
   */
  void write(byte[] bytes, Runnable written);

  /**
   * Ends the link after what was written; later writes are dropped. Harmless when it is closed
   * already.
   */
  void close(int exitStatus);
}
