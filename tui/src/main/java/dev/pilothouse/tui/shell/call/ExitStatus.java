package dev.pilothouse.tui.shell.call;

import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationRecord;

/** How commands end; scripts depend on these numbers. */
public final class ExitStatus {
  public static final int DONE = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int NOT_FOUND = 3;
  public static final int DENIED = 4;
  public static final int CONFLICT = 5;
  public static final int TIMED_OUT = 6;
  public static final int UNAVAILABLE = 7;

  /** As a shell reports a process that Ctrl-C (SIGINT) ended. */
  public static final int INTERRUPTED = 130;

  /** As a shell reports a process that wrote into a broken pipe (SIGPIPE). */
  public static final int GONE = 141;

  private ExitStatus() {}

  public static int of(ErrorCode code) {
    return switch (code) {
      case BAD_INPUT -> USAGE;
      case NOT_FOUND -> NOT_FOUND;
      case DENIED -> DENIED;
      case WRONG_STATE, NAME_TAKEN, IN_USE, CHANGED_MEANWHILE -> CONFLICT;
      case HYPERVISOR_LOST, HYPERVISOR_SILENT, HOST_UNREACHABLE, SOURCE_UNREACHABLE, BUS_LOST ->
          UNAVAILABLE;
      case CANCELLED, NO_CAPACITY, REFUSED, UNSUPPORTED, GUEST_SILENT, UNTRUSTED, INTERNAL ->
          FAILED;
    };
  }

  /** Of an operation that ended. */
  public static int of(OperationRecord ended) {
    return switch (ended.state()) {
      case SUCCEEDED -> DONE;
      case FAILED -> ended.failure() == null ? FAILED : of(ended.failure().code());
      case EXPIRED -> UNAVAILABLE;
      case CANCELLED, INTERRUPTED -> FAILED;
      case SUBMITTED, ACCEPTED, RUNNING -> TIMED_OUT;
    };
  }
}
