package dev.pilothouse.agent.hypervisor.libvirt;

import dev.pilothouse.agent.hypervisor.libvirt.Definitions.Definition;
import java.util.Set;
import java.util.UUID;

/** Where it is known what guests said. */
interface Guests {
  /** What is known of a guest as of now; never waits. */
  Guest of(UUID vm, String name, Definition definition);

  /** Drops all but {@code listed}. */
  void keepOnly(Set<UUID> listed);

  /** Nobody asks guests of other hosts. */
  static Guests unasked() {
    return new Guests() {
      @Override
      public Guest of(UUID vm, String name, Definition definition) {
        return Guest.UNASKED;
      }

      @Override
      public void keepOnly(Set<UUID> listed) {}
    };
  }
}
