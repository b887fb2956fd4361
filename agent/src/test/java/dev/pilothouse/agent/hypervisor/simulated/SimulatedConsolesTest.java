package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.hypervisor.ConsolesContract;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.TestVm;
import java.time.Clock;

class SimulatedConsolesTest extends ConsolesContract {
  @Override
  protected Hypervisor open() {
    return SimulatedHypervisor.demo("h1", 1, 3, Clock.systemUTC(), time -> {});
  }

  @Override
  protected String definition(String name) {
    return TestVm.xml("kvm", name);
  }
}
