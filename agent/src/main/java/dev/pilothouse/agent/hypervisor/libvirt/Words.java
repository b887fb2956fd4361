package dev.pilothouse.agent.hypervisor.libvirt;

import dev.pilothouse.fleet.model.VmState;
import java.util.List;

/** libvirt's numbers for states, reasons and lifecycle events in its own words (as virsh has). */
final class Words {
  private static final List<VmState> STATES =
      List.of(
          VmState.NO_STATE,
          VmState.RUNNING,
          VmState.BLOCKED,
          VmState.PAUSED,
          VmState.SHUTTING_DOWN,
          VmState.SHUT_OFF,
          VmState.CRASHED,
          VmState.SUSPENDED);

  /**
   * The reason of a domain whose memory is at two hosts: of one that runs, and of one that waits.
   */
  static final String POST_COPY = "post-copy";

  private static final List<String> RUNNING =
      List.of(
          "unknown",
          "booted",
          "migrated",
          "restored",
          "from snapshot",
          "unpaused",
          "migration canceled",
          "save canceled",
          "event wakeup",
          "crashed",
          POST_COPY,
          "post-copy failed");

  private static final List<String> PAUSED =
      List.of(
          "unknown",
          "user",
          "migrating",
          "saving",
          "dumping",
          "I/O error",
          "watchdog",
          "from snapshot",
          "shutting down",
          "creating snapshot",
          "crashed",
          "starting up",
          POST_COPY,
          "post-copy failed",
          "api error");

  private static final List<String> SHUT_OFF =
      List.of(
          "unknown",
          "shutdown",
          "destroyed",
          "crashed",
          "migrated",
          "saved",
          "failed",
          "from snapshot",
          "daemon");

  /** One lifecycle event: virDomainEventType's word and those of its details. */
  private record Event(String word, List<String> details) {}

  private static final List<Event> EVENTS =
      List.of(
          new Event("defined", List.of("added", "updated", "renamed", "from snapshot")),
          new Event("undefined", List.of("removed", "renamed")),
          new Event(
              "started", List.of("booted", "migrated", "restored", "from snapshot", "wakeup")),
          new Event(
              "suspended",
              List.of(
                  "paused",
                  "migrated",
                  "I/O error",
                  "watchdog",
                  "restored",
                  "from snapshot",
                  "api error",
                  "post-copy",
                  "post-copy failed")),
          new Event(
              "resumed",
              List.of("unpaused", "migrated", "from snapshot", "post-copy", "post-copy failed")),
          new Event(
              "stopped",
              List.of(
                  "shutdown",
                  "destroyed",
                  "crashed",
                  "migrated",
                  "saved",
                  "failed",
                  "from snapshot")),
          new Event("shutdown", List.of("finished", "guest request", "host request")),
          new Event("pmsuspended", List.of("memory", "disk")),
          new Event("crashed", List.of("panicked", "crashloaded")));

  private Words() {}

  /** virDomainState; NO_STATE for numbers that are newer than this table. */
  static VmState state(int state) {
    return state >= 0 && state < STATES.size() ? STATES.get(state) : VmState.NO_STATE;
  }

  /** The reason that virDomainGetState gives beside {@code state}. */
  static String reason(VmState state, int reason) {
    return switch (state) {
      case RUNNING -> word(RUNNING, reason);
      case PAUSED -> word(PAUSED, reason);
      case SHUTTING_DOWN -> word(List.of("unknown", "user"), reason);
      case SHUT_OFF -> word(SHUT_OFF, reason);
      case CRASHED -> word(List.of("unknown", "panicked"), reason);
      case NO_STATE, BLOCKED, SUSPENDED -> "unknown";
    };
  }

  /** A lifecycle event, such as {@code started (booted)}. */
  static String event(int type, int detail) {
    if (type < 0 || type >= EVENTS.size()) {
      return "lifecycle event " + type;
    }
    Event event = EVENTS.get(type);
    return event.word() + " (" + word(event.details(), detail) + ")";
  }

  private static String word(List<String> words, int number) {
    return number >= 0 && number < words.size() ? words.get(number) : "unknown";
  }
}
