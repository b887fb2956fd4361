package dev.pilothouse.agent.operation;

import java.util.UUID;

/**
 * Tells the fleet what an operation may have changed, before its end is told, so that whoever hears
 * of the end finds its effect.
 */
@FunctionalInterface
public interface FleetNews {
  void vm(UUID vm);

  /** Pools, volumes, networks. */
  default void stock() {}
}
