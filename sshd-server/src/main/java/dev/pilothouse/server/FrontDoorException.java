package dev.pilothouse.server;

/** The front door cannot open. The message is one paragraph for a person: what to do. */
public final class FrontDoorException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public FrontDoorException(String message) {
    super(message);
  }

  public FrontDoorException(String message, Throwable cause) {
    super(message, cause);
  }
}
