package dev.pilothouse.agent.operation.trash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.hypervisor.simulated.SimulatedHypervisor;
import dev.pilothouse.agent.operation.handler.Trash;
import dev.pilothouse.fleet.model.TrashedVm;
import dev.pilothouse.fleet.model.VmRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeepingTest {
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final VmRef WEB = new VmRef("h1", new UUID(1, 2));

  @TempDir Path folder;

  private Hypervisor hypervisor;
  private Trash trash;
  private String disk;

  @BeforeEach
  void setUp() {
    hypervisor = SimulatedHypervisor.demo("h1", 1, 1, Clock.systemUTC());
    trash = new TrashFolder(folder.resolve("trash"));
    disk =
        hypervisor
            .storage()
            .createVolume("default", NewVolume.thin("web.qcow2", "qcow2", 1 << 30))
            .path();
    trash.put(
        new Trash.Entry(
            new TrashedVm(WEB, "web", "ada", NOW, NOW.plusSeconds(60), 7, List.of(disk)),
            "<domain/>",
            true));
  }

  @AfterEach
  void tearDown() {
    hypervisor.close();
  }

  private void keepHouse(Duration later) {
    new Housekeeping(hypervisor, trash, () -> NOW.plus(later))
        .due()
        .values()
        .forEach(Runnable::run);
  }

  @Test
  void whatIsPutIsFoundAgainByAnotherRun() {
    assertThat(new TrashFolder(folder.resolve("trash")).all()).isEqualTo(trash.all()).hasSize(1);
    assertThat(trash.find(WEB.uuid())).isPresent();
    trash.remove(WEB.uuid());
    trash.remove(WEB.uuid());
    assertThat(trash.all()).isEmpty();
  }

  @Test
  void aFileThatCannotBeReadHidesNoOther() throws IOException {
    Files.writeString(folder.resolve("trash").resolve(UUID.randomUUID() + ".json"), "{");
    assertThat(trash.all()).hasSize(1);
  }

  @Test
  void nothingIsPurgedBeforeItsTime() {
    keepHouse(Duration.ofSeconds(59));
    assertThat(trash.all()).hasSize(1);
    assertThat(hypervisor.storage().volume(disk)).isPresent();
  }

  @Test
  void thenItsVolumesGo() {
    keepHouse(Duration.ofSeconds(61));
    assertThat(trash.all()).isEmpty();
    assertThat(hypervisor.storage().volume(disk)).isEmpty();
  }

  @Test
  void aVolumeThatAnotherVmHasStays() {
    hypervisor.define(
        """
        <domain type="kvm"><name>other</name><memory>65536</memory><devices>
        <disk type="file" device="disk"><source file="%s"/><target dev="vda" bus="virtio"/></disk>
        </devices></domain>
        """
            .formatted(disk));
    keepHouse(Duration.ofSeconds(61));
    assertThat(trash.all()).isEmpty();
    assertThat(hypervisor.storage().volume(disk)).isPresent();
  }

  @Test
  void aVolumeThatAnotherBuildsOnStays() {
    hypervisor
        .storage()
        .createVolume("default", NewVolume.overlay("clone.qcow2", 1 << 30, disk, "qcow2"));
    keepHouse(Duration.ofSeconds(61));
    assertThat(hypervisor.storage().volume(disk)).isPresent();
  }
}
