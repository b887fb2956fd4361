package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.NetworksContract;
import java.time.Clock;

class SimulatedNetworksTest extends NetworksContract {
  @Override
  protected Hypervisor open() {
    return SimulatedHypervisor.demo("h1", 1, 3, Clock.systemUTC(), time -> {});
  }
}
