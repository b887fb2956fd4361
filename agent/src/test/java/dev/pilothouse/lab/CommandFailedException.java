package dev.pilothouse.lab;

import java.util.List;

/** A program that a test ran ended with another status than 0. */
public final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String output;

  CommandFailedException(List<String> command, int status, String output) {
    super("status %d of %s: %s".formatted(status, String.join(" ", command), output));
    this.status = status;
    this.output = output;
  }

  public int status() {
    return status;
  }

  /** Standard output and error. */
  public String output() {
    return output;
  }
}
