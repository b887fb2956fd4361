package dev.pilothouse.agent.hypervisor;

import java.util.UUID;

/** What a hypervisor tells by itself. */
public sealed interface HypervisorEvent {
  /**
   * A VM changed: look at it again.
   *
   * @param name its name
   * @param what in libvirt's words, such as {@code started (booted)}; empty when it is no news for
   *     people
   */
  record VmChanged(UUID vm, String name, String what) implements HypervisorEvent {}

  /** The connection works (again): everything may have changed, list it all. */
  record Connected() implements HypervisorEvent {}

  record ConnectionLost(String why) implements HypervisorEvent {}
}
