package dev.pilothouse.tui.frame;

/** A terminal that is not ours, to replay what the encoder sends. */
interface Emulator extends AutoCloseable {

  /** A new terminal of this size, or the same one resized. */
  void resize(int columns, int rows);

  void feed(byte[] bytes);

  /** What it shows, as {@link Picture} writes it. */
  String picture();

  /** Whether it knows all attributes and colours; one that does not is shown 8 plain ones. */
  boolean allStyles();

  @Override
  void close();
}
