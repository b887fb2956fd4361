package dev.pilothouse.tui.filter;

/** A filter that cannot be understood; the message names the term and says what would do. */
public final class MalformedFilterException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedFilterException(String message) {
    super(message);
  }
}
