package dev.pilothouse.agent.hypervisor.libvirt;

import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.HypervisorContract;
import dev.pilothouse.fleet.model.Vm;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/** The contract on a real libvirtd with real guests. */
class LibvirtHypervisorIT extends HypervisorContract {
  @Override
  protected Hypervisor open() {
    return LibvirtHypervisor.open(LabHost.uri(), "test", Clock.systemUTC());
  }

  @Override
  protected String definition(String escapedName) {
    return LabHost.tinyGuest(escapedName);
  }

  @Override
  protected Set<Gap> gaps() {
    return none();
  }

  @Override
  protected void awaitBoot(Vm vm) {
    await().atMost(Duration.ofMinutes(3)).until(() -> LabHost.booted(vm.name()));
  }
}
