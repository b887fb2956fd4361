package dev.pilothouse.tui.shell.call;

/** Ends a command with a status and a paragraph that says what to do. */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String message;

  public CommandException(int status, String message) {
    super(message);
    this.status = status;
    this.message = message;
  }

  /** What to tell the person; empty when there is nothing to add. */
  public String message() {
    return message;
  }

  public int status() {
    return status;
  }

  public static CommandException usage(String message) {
    return new CommandException(ExitStatus.USAGE, message);
  }

  /** The person pressed Ctrl-C; {@code message} may be empty. */
  public static CommandException interrupted(String message) {
    return new CommandException(ExitStatus.INTERRUPTED, message);
  }
}
