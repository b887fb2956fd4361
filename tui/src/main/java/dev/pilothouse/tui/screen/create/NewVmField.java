package dev.pilothouse.tui.screen.create;

import java.util.List;

/** The fields of the form, from top to bottom. */
enum NewVmField {
  NAME("Name", false),
  HOST("Host", true),
  IMAGE("Image", true),
  DISK("Disk", false),
  POOL("Pool", true),
  NETWORK("Network", true),
  CPUS("CPUs", false),
  MEMORY("Memory", false),
  USER("User", false),
  KEY("SSH key", false),
  START("Start", true);

  private final String label;
  private final boolean chosen;

  NewVmField(String label, boolean chosen) {
    this.label = label;
    this.chosen = chosen;
  }

  String label() {
    return label;
  }

  /** Whether it has a few choices, rather than text. */
  boolean chosen() {
    return chosen;
  }

  NewVmField next(int by) {
    List<NewVmField> all = List.of(values());
    return all.get(Math.floorMod(all.indexOf(this) + by, all.size()));
  }
}
