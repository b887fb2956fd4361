package dev.pilothouse.fleet.bus;

/** The bus cannot be reached now. What was asked may or may not have happened. */
public final class BusUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BusUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  public BusUnavailableException(String message) {
    super(message);
  }
}
