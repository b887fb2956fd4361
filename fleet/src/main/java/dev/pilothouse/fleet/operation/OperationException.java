package dev.pilothouse.fleet.operation;

/** Carries a {@link Failure} up to whoever answers the person. */
public final class OperationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  public OperationException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  public OperationException(ErrorCode code, String message) {
    this(new Failure(code, message));
  }

  public OperationException(Failure failure, Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}
