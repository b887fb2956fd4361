package dev.pilothouse.fleet.operation;

import java.util.EnumSet;
import java.util.Set;

/** The life of an operation. Terminal states absorb: nothing follows them. */
public enum OperationState {
  /** Recorded and put into the host's queue. */
  SUBMITTED,
  /** The agent took it and wrote it into its journal. */
  ACCEPTED,
  /** The hypervisor was asked. */
  RUNNING,
  SUCCEEDED,
  FAILED,
  CANCELLED,
  /** Its deadline passed before an agent accepted it; nothing was done. */
  EXPIRED,
  /** The agent died half-way and cannot prove the outcome; the record says what to check. */
  INTERRUPTED;

  public boolean terminal() {
    return next().isEmpty();
  }

  public boolean canBecome(OperationState next) {
    return next().contains(next);
  }

  private Set<OperationState> next() {
    return switch (this) {
      case SUBMITTED -> EnumSet.of(ACCEPTED, FAILED, CANCELLED, EXPIRED);
      case ACCEPTED -> EnumSet.of(RUNNING, SUCCEEDED, FAILED, CANCELLED, INTERRUPTED);
      case RUNNING -> EnumSet.of(SUCCEEDED, FAILED, CANCELLED, INTERRUPTED);
      case SUCCEEDED, FAILED, CANCELLED, EXPIRED, INTERRUPTED ->
          EnumSet.noneOf(OperationState.class);
    };
  }
}
