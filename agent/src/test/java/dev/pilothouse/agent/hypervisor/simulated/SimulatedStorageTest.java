package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.StorageContract;
import java.time.Clock;

class SimulatedStorageTest extends StorageContract {
  @Override
  protected Hypervisor open() {
    return SimulatedHypervisor.demo("h1", 1, 3, Clock.systemUTC(), time -> {});
  }

  @Override
  protected String folder(String name) {
    return "/var/lib/" + name;
  }
}
