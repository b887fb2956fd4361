package dev.pilothouse.fleet.wire;

/** An order that must not be carried out, and why; nothing of it was proven true. */
public final class UntrustedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final long number;

  UntrustedException(long number, String why) {
    super(why);
    this.number = number;
  }

  /** The operation's number that it claims, or 0. */
  public long number() {
    return number;
  }
}
