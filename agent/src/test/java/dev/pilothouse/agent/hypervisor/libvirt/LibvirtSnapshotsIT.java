package dev.pilothouse.agent.hypervisor.libvirt;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.SnapshotsContract;
import dev.pilothouse.agent.hypervisor.TestVm;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract on a real libvirtd, with snapshots in real qcow2 files. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibvirtSnapshotsIT extends SnapshotsContract {
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
    String file = "/var/lib/libvirt/images/" + name + ".qcow2";
    host.exec(List.of("qemu-img", "create", "-q", "-f", "qcow2", file, "16M"));
    Guest guest =
        Guest.tiny(name)
            .withDevices(
                """
                <disk type='file' device='disk'>
                  <driver name='qemu' type='qcow2'/>
                  <source file='%s'/>
                  <target dev='vda' bus='virtio'/>
                </disk>
                """
                    .formatted(file));
    return guest.xml().replace("<uuid>" + guest.uuid() + "</uuid>", TestVm.HEAD);
  }
}
