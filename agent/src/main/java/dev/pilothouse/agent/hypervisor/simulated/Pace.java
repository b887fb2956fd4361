package dev.pilothouse.agent.hypervisor.simulated;

import java.time.Duration;

/** How long calls to a simulation take. */
@FunctionalInterface
public interface Pace {
  void take(Duration time);
}
