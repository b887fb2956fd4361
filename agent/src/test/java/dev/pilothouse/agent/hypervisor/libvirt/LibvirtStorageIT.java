package dev.pilothouse.agent.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.Storage;
import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.hypervisor.StorageContract;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The contract on a real libvirtd, with files on a real disk. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibvirtStorageIT extends StorageContract {
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

  /** QEMU refuses the bitmaps and lazy refcounts of today on the 0.10 that libvirt would make. */
  @Test
  void linkedClonesAreQcow2OfToday() {
    try (Hypervisor hypervisor = open()) {
      Storage storage = hypervisor.storage();
      storage.definePool(
          "<pool type='dir'><name>compat</name><uuid>%s</uuid><target><path>%s</path></target></pool>"
              .formatted(UUID.randomUUID(), folder("compat")));
      storage.buildPool("compat");
      storage.startPool("compat");
      String base =
          storage.createVolume("compat", NewVolume.thin("base.qcow2", "qcow2", 1 << 20)).path();
      String clone =
          storage
              .createVolume("compat", NewVolume.overlay("clone.qcow2", 2 << 20, base, "qcow2"))
              .path();
      assertThat(host.exec(List.of("qemu-img", "info", clone)))
          .contains("compat: 1.1", "backing file: " + base, "backing file format: qcow2");
    }
  }

  @Override
  protected String folder(String name) {
    return "/var/lib/libvirt/images/" + name;
  }
}
