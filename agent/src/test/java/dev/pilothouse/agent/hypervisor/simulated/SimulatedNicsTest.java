package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.NicsContract;
import dev.pilothouse.agent.hypervisor.TestVm;
import java.time.Clock;
import java.util.UUID;

class SimulatedNicsTest extends NicsContract {
  @Override
  protected Hypervisor open() {
    return SimulatedHypervisor.demo("h1", 1, 3, Clock.systemUTC(), time -> {});
  }

  @Override
  protected UUID vm(Hypervisor hypervisor) {
    return hypervisor.define(TestVm.xml("kvm", "nics"));
  }

  @Override
  protected void boot(Hypervisor hypervisor, UUID vm) {
    hypervisor.start(vm);
  }
}
