package dev.pilothouse.dist.local;

/**
 * Something on this machine keeps Pilothouse from starting. The message is one paragraph that says
 * what to do.
 */
public final class CannotStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CannotStartException(String paragraph) {
    super(paragraph);
  }

  public CannotStartException(String paragraph, Throwable cause) {
    super(paragraph, cause);
  }
}
