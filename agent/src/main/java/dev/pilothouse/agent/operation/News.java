package dev.pilothouse.agent.operation;

import java.util.UUID;

/** Tells the fleet what an operation may have changed, before its end is told. */
@FunctionalInterface
public interface News {
  /** How a VM is now. */
  void vm(UUID vm);

  /** What the host has beside its VMs: pools, volumes, networks, images. */
  default void stock() {}
}
