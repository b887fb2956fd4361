package dev.pilothouse.agent.hypervisor.libvirt;

import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.DisksContract;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract on a real libvirtd, with guests that boot. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibvirtDisksIT extends DisksContract {
  private Lab lab;
  private LabHost host;
  private Guest guest = Guest.tiny("not made yet");

  @BeforeAll
  void openLab() {
    lab = Lab.open();
    host = lab.host("h1");
    host.virsh("pool-define-as", "default", "dir", "--target", "/var/lib/libvirt/images");
    host.virsh("pool-start", "default");
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
    guest = Guest.tiny("disks-" + UUID.randomUUID());
    return hypervisor.define(guest.xml());
  }

  @Override
  protected void boot(Hypervisor hypervisor, UUID vm) {
    hypervisor.start(vm);
    await().atMost(Duration.ofMinutes(3)).until(() -> host.serial(guest).contains("LAB-READY"));
  }
}
