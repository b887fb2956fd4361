package dev.pilothouse.agent.operation.migration.verdict;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import java.util.Optional;

/** What one host says about a VM that moves, or moved. */
public enum Side {
  ABSENT,
  /** Defined and off. */
  STOPPED,
  /** Defined and off since its start failed, so that its guest has done nothing here. */
  NEVER_RAN,
  /** Defined and off since libvirt brought it elsewhere. */
  LEFT,
  RUNS,
  /** By a person or for another reason than migration. */
  PAUSED,
  /** The guest stands still because it goes over, and may run elsewhere by now. */
  HELD,
  /** The guest runs elsewhere, and some of its memory is only here. */
  POST_COPY,
  /** The line broke in post-copy: its memory is in two places. */
  BROKEN,
  /** What is built up by a migration to here. */
  ARRIVING,
  /** The host cannot be asked. */
  UNKNOWN;

  public static Side of(Optional<Vm> found) {
    if (found.isEmpty()) {
      return ABSENT;
    }
    Vm vm = found.get();
    if (vm.arriving()) {
      return ARRIVING;
    }
    return switch (vm.state()) {
      case RUNNING, BLOCKED, SHUTTING_DOWN, SUSPENDED ->
          vm.reason().equals("post-copy failed") ? BROKEN : RUNS;
      case PAUSED ->
          switch (vm.reason()) {
            case "migrating" -> HELD;
            case "starting up" -> ARRIVING;
            case "post-copy" -> POST_COPY;
            case "post-copy failed" -> BROKEN;
            default -> PAUSED;
          };
      case SHUT_OFF, CRASHED -> off(vm);
      case NO_STATE -> UNKNOWN;
    };
  }

  private static Side off(Vm vm) {
    return vm.state() == VmState.CRASHED
        ? STOPPED
        : switch (vm.reason()) {
          case "failed" -> NEVER_RAN;
          case "migrated" -> LEFT;
          default -> STOPPED;
        };
  }

  /** Whether a hypervisor process of it is proven to be complete, its guest running or paused. */
  public boolean has() {
    return this == RUNS || this == PAUSED;
  }
}
