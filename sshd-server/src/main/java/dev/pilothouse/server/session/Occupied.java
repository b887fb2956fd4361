package dev.pilothouse.server.session;

/** A channel with something running in it, as its connection sees it. */
public interface Occupied {
  /** Called several times a second, on the door's timer. Must not block. */
  void tick(long now);

  /**
   * Asks what runs to end, restore the terminal and say why. It is ended without its help when it
   * takes too long.
   */
  void end(String why);
}
