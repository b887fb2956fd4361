package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.hypervisor.DisplaysContract;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.TestVm;
import java.time.Clock;
import java.util.UUID;

class SimulatedDisplaysTest extends DisplaysContract {
  @Override
  protected Hypervisor open() {
    return SimulatedHypervisor.demo("h1", 1, 3, Clock.systemUTC(), time -> {});
  }

  @Override
  protected UUID vm(Hypervisor hypervisor) {
    return hypervisor.define(
        TestVm.xml("kvm", "screen")
            .replace("</domain>", "<devices><graphics type='vnc'/></devices></domain>"));
  }
}
