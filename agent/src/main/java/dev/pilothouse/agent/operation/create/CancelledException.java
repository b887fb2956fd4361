package dev.pilothouse.agent.operation.create;

/** A person asked to stop; what was made is to be taken away. */
final class CancelledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CancelledException() {
    super("cancelled");
  }
}
