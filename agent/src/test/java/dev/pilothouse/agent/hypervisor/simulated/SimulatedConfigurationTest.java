package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.hypervisor.ConfigurationContract;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.TestVm;
import java.time.Clock;

class SimulatedConfigurationTest extends ConfigurationContract {
  @Override
  protected Hypervisor open() {
    return SimulatedHypervisor.demo("h1", 1, 3, Clock.systemUTC(), time -> {});
  }

  @Override
  protected String definition(String name) {
    return TestVm.xml("kvm", name).replace("<vcpu>1</vcpu>", "<vcpu current=\"1\">2</vcpu>");
  }
}
