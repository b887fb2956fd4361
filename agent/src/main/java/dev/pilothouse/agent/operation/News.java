package dev.pilothouse.agent.operation;

import java.util.UUID;

/**
 * Tells the fleet what an operation may have changed, before its end is told, so that whoever hears
 * of the end finds its effect.
 */
@FunctionalInterface
public interface News {
  /** How a VM is now. */
  void vm(UUID vm);

  /** What the host has now beside its VMs. */
  default void stock() {}

  /** How the host itself is now. */
  default void host() {}

  /** Nobody is told. */
  static News none() {
    return vm -> {};
  }
}
