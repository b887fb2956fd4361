package dev.pilothouse.tui.screen.vm;

import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmSettings;

/**
 * When a changed setting takes effect, as far as can be told before; the agent has the last word.
 */
final class When {
  private static final String NEXT_START = "at its next start";
  private static final String LIVE = "live now and kept";

  private When() {}

  /** With what it was before, where that is short. */
  static String of(Item item, Vm now, Typed typed) {
    return switch (item) {
      case TITLE, DESCRIPTION, TAGS -> effect(item, now, typed);
      case VCPUS, MAX_VCPUS, MEMORY, MAX_MEMORY, BOOT, PROTECTION ->
          "was " + item.text(typed.was()) + "; " + effect(item, now, typed);
    };
  }

  private static String effect(Item item, Vm now, Typed typed) {
    if (!now.state().active()) {
      return switch (item) {
        case VCPUS, MAX_VCPUS, MEMORY, MAX_MEMORY, BOOT -> NEXT_START;
        case TITLE, DESCRIPTION, TAGS, PROTECTION -> "at once";
      };
    }
    return switch (item) {
      case VCPUS -> cpus(now, typed.count(item).orElse(now.vcpus()));
      case MEMORY ->
          typed.bytes(item).orElse(0) <= now.maxMemoryBytes()
              ? LIVE
              : NEXT_START + " (" + ByteAmount.exact(now.maxMemoryBytes()) + " now)";
      case MAX_VCPUS, MAX_MEMORY, BOOT -> NEXT_START;
      case TITLE, DESCRIPTION, TAGS, PROTECTION -> LIVE;
    };
  }

  private static String cpus(Vm now, int wanted) {
    Integer sockets = now.maxVcpus();
    if (sockets != null && wanted > sockets) {
      return NEXT_START + " (" + sockets + " now)";
    }
    return wanted < now.vcpus() ? "live if the guest can, kept" : LIVE;
  }

  /** What it is now, and at its next start where that differs. */
  static String now(Item item, Vm now) {
    VmSettings next = now.defined();
    if (next == null || !now.state().active()) {
      return "";
    }
    Integer sockets = now.maxVcpus();
    return switch (item) {
      case VCPUS -> now.vcpus() == next.vcpus() ? "" : "now " + now.vcpus();
      case MAX_VCPUS -> sockets == null || sockets == next.maxVcpus() ? "" : "now " + sockets;
      case MEMORY -> differs(now.memoryBytes(), next.memoryBytes());
      case MAX_MEMORY -> differs(now.maxMemoryBytes(), next.maxMemoryBytes());
      case TITLE, DESCRIPTION, TAGS, BOOT, PROTECTION -> "";
    };
  }

  private static String differs(long now, long next) {
    return now == next ? "" : "now " + ByteAmount.of(now);
  }
}
