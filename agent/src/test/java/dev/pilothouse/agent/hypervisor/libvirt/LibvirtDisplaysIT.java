package dev.pilothouse.agent.hypervisor.libvirt;

import dev.pilothouse.agent.hypervisor.DisplaysContract;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract on a real QEMU, whose display listens nowhere. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibvirtDisplaysIT extends DisplaysContract {
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
  protected UUID vm(Hypervisor hypervisor) {
    return hypervisor.define(
        Guest.tiny("screen-" + UUID.randomUUID())
            .withDevices("<graphics type='vnc'><listen type='none'/></graphics>")
            .xml()
            .replace("<model type='none'/>", "<model type='vga'/>"));
  }
}
