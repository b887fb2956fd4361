package dev.pilothouse.tui.screen.vm;

import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.VmSettings;

/** The fields of the form for a VM's settings. */
enum Item {
  VCPUS("vCPUs"),
  MAX_VCPUS("  at most"),
  MEMORY("memory"),
  MAX_MEMORY("  at most"),
  TITLE("title"),
  DESCRIPTION("description"),
  TAGS("tags"),
  BOOT("boot from"),
  PROTECTION("no deletion");

  private final String label;

  Item(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** As it is typed. */
  String text(VmSettings settings) {
    return switch (this) {
      case VCPUS -> Integer.toString(settings.vcpus());
      case MAX_VCPUS -> Integer.toString(settings.maxVcpus());
      case MEMORY -> ByteAmount.exact(settings.memoryBytes());
      case MAX_MEMORY -> ByteAmount.exact(settings.maxMemoryBytes());
      case TITLE -> settings.title();
      case DESCRIPTION -> settings.description();
      case TAGS -> String.join(" ", settings.tags());
      case BOOT -> String.join(",", settings.boot());
      case PROTECTION -> settings.deleteProtection() ? "on" : "off";
    };
  }
}
