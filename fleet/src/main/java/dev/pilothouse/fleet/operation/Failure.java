package dev.pilothouse.fleet.operation;

/**
 * Why an operation did not succeed. {@code message} may quote libvirt and so holds text from
 * outside.
 */
public record Failure(ErrorCode code, String message, String hint) {
  public Failure(ErrorCode code, String message) {
    this(code, message, code.hint());
  }
}
