package dev.pilothouse.tui.shell.output;

/** Whoever read the results is gone (a broken pipe): there is nobody left to tell anything. */
public final class GoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  GoneException(Throwable cause) {
    super("nobody reads", cause);
  }

  GoneException() {
    super("nobody reads");
  }
}
