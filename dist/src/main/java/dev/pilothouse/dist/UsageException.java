package dev.pilothouse.dist;

/** A command line that means nothing; the message says which word. Exit status 2. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }

  /** A word of the command line, safe to print. */
  static String quoted(String word) {
    return "'" + word.replaceAll("[^ -~]", "?") + "'";
  }
}
