package dev.pilothouse.server.channel;

/** What runs in a channel. Called by the channel's thread, never concurrently, except as noted. */
interface Occupant {
  void start();

  /**
   * Bytes of the client.
   *
   * @return how many of them are done with; of the others the channel is told later
   */
  int received(byte[] bytes, int offset, int length);

  /** The client will send no more. */
  void inputEnded();

  void resized(int columns, int rows);

  /**
   * @param name without SIG, such as {@code INT}
   */
  void signalled(String name);

  /** The client or the connection is gone. May be called from any thread, and more than once. */
  void gone();

  /** Warns of the end that idleness brings. From the door's timer. */
  void warn(int secondsLeft);

  /** Asks to end soon, with a reason for the person. From any thread. */
  void end(String why);

  /** True when what it sends counts as activity as much as what it receives. */
  boolean outputIsActivity();
}
