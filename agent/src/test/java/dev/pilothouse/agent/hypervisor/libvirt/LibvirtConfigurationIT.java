package dev.pilothouse.agent.hypervisor.libvirt;

import dev.pilothouse.agent.hypervisor.ConfigurationContract;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.TestVm;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract on a real libvirtd with real guests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibvirtConfigurationIT extends ConfigurationContract {
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

  @Override
  protected String definition(String name) {
    Guest guest = Guest.tiny(name).withMemory(128);
    return guest
        .xml()
        .replace("<uuid>" + guest.uuid() + "</uuid>", TestVm.HEAD)
        .replace("<vcpu>1</vcpu>", "<vcpu current='1'>2</vcpu>");
  }
}
