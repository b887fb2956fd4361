package dev.pilothouse.fleet.wire;

/** Bytes from outside that are not what they should be, or a value too large to be sent. */
public final class WireException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WireException(String message) {
    super(message);
  }

  public WireException(String message, Throwable cause) {
    super(message, cause);
  }
}
