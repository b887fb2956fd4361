package dev.pilothouse.agent.hypervisor.libvirt;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.NetworksContract;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract on a real libvirtd, with real bridges. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibvirtNetworksIT extends NetworksContract {
  private Lab lab;
  private LabHost host;

  @BeforeAll
  void openLab() {
    lab = Lab.open();
    host = lab.host("h1");
  }

  @AfterAll
  void closeLab() {
    lab.close();
  }

  @Override
  protected Hypervisor open() {
    return LibvirtHypervisor.open(host.uri(), "test", Clock.systemUTC());
  }
}
