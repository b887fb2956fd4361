package dev.pilothouse.agent.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Disks.CopyTo;
import dev.pilothouse.agent.hypervisor.Disks.Job;
import dev.pilothouse.agent.hypervisor.Disks.Scope;
import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.xml.DisksXml;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.DiskTuning;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every host does with the disks of a VM. */
public abstract class DisksContract {
  private static final long MIB = 1L << 20;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Queue<HypervisorEvent> heard = new ConcurrentLinkedQueue<>();
  private Hypervisor hypervisor;
  private Disks disks;
  private UUID vm;
  private Volume volume;

  /** A hypervisor with an active pool {@code default}. */
  protected abstract Hypervisor open();

  /** A VM that is shut off and has a disk on nothing but {@code vda} at most. */
  protected abstract UUID vm(Hypervisor hypervisor);

  /** Starts it and waits until its guest can react. */
  protected abstract void boot(Hypervisor hypervisor, UUID vm);

  @BeforeEach
  void setUp() {
    hypervisor = open();
    hypervisor.listen(heard::add);
    disks = hypervisor.disks();
    vm = vm(hypervisor);
    volume =
        hypervisor
            .storage()
            .createVolume("default", NewVolume.thin("disks & <contract>.qcow2", "qcow2", 16 * MIB));
  }

  @AfterEach
  void tearDown() {
    if (hypervisor.find(vm).orElseThrow().state().active()) {
      hypervisor.forceOff(vm);
    }
    for (Disk disk : defined()) {
      if (disk.target().equals("vdb")) {
        disks.detach(vm, "vdb", Scope.DEFINITION);
      }
    }
    hypervisor.storage().deleteVolume(volume.path());
    hypervisor.close();
  }

  private String disk() {
    String path = volume.path().replace("&", "&amp;").replace("<", "&lt;");
    return """
    <disk type="file" device="disk">
      <driver name="qemu" type="qcow2"/>
      <source file="%s"/>
      <target dev="vdb" bus="virtio"/>
    </disk>
    """
        .formatted(path);
  }

  private List<Disk> live() {
    return hypervisor.find(vm).orElseThrow().disks();
  }

  private List<Disk> defined() {
    return DomainXml.parse(hypervisor.xml(vm, true)).disks();
  }

  private void assertOnlyIn(List<Disk> with, List<Disk> without) {
    assertThat(with)
        .filteredOn(each -> each.target().equals("vdb"))
        .extracting(Disk::source, Disk::format, Disk::bus)
        .containsExactly(tuple(volume.path(), "qcow2", "virtio"));
    assertThat(without).noneMatch(each -> each.target().equals("vdb"));
  }

  @Test
  void aStoppedVmsDefinitionGetsAndLosesADisk() {
    disks.attach(vm, disk(), Scope.DEFINITION);
    assertOnlyIn(defined(), List.of());
    fails(ErrorCode.NAME_TAKEN, () -> disks.attach(vm, disk(), Scope.DEFINITION));
    fails(ErrorCode.WRONG_STATE, () -> disks.attach(vm, disk(), Scope.LIVE));
    fails(ErrorCode.WRONG_STATE, () -> disks.grow(vm, "vdb", 32 * MIB));

    disks.detach(vm, "vdb", Scope.DEFINITION);
    assertThat(defined()).noneMatch(each -> each.target().equals("vdb"));
    fails(ErrorCode.NOT_FOUND, () -> disks.detach(vm, "vdb", Scope.DEFINITION));
  }

  @Test
  void aRunningVmGetsGrowsAndLosesADisk() {
    boot(hypervisor, vm);
    disks.attach(vm, disk(), Scope.LIVE);
    assertOnlyIn(live(), defined());
    assertThat(disks.bytes(vm, "vdb")).isEqualTo(16 * MIB);
    fails(ErrorCode.NAME_TAKEN, () -> disks.attach(vm, disk(), Scope.LIVE));

    disks.grow(vm, "vdb", 32 * MIB);
    assertThat(disks.bytes(vm, "vdb")).isEqualTo(32 * MIB);
    assertThat(hypervisor.storage().volume(volume.path()).orElseThrow().capacityBytes())
        .isEqualTo(32 * MIB);

    heard.clear();
    disks.detach(vm, "vdb", Scope.LIVE);
    await().atMost(LIMIT).until(() -> live().stream().noneMatch(d -> d.target().equals("vdb")));
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(heard)
                    .anyMatch(
                        event ->
                            event instanceof HypervisorEvent.VmChanged changed
                                && changed.vm().equals(vm)
                                && changed.what().startsWith("device removed")));
    fails(ErrorCode.NOT_FOUND, () -> disks.detach(vm, "vdb", Scope.LIVE));
  }

  @Test
  void bothAtOnce() {
    boot(hypervisor, vm);
    disks.attach(vm, disk(), Scope.BOTH);
    assertOnlyIn(live(), List.of());
    assertOnlyIn(defined(), List.of());
    fails(ErrorCode.NAME_TAKEN, () -> disks.attach(vm, disk(), Scope.BOTH));
  }

  @Test
  void aPausedGuestDoesNotLetGo() {
    boot(hypervisor, vm);
    disks.attach(vm, disk(), Scope.LIVE);
    hypervisor.pause(vm);
    disks.detach(vm, "vdb", Scope.LIVE);
    assertOnlyIn(live(), List.of());
    hypervisor.resume(vm);
  }

  @Test
  void aRunningVmGoesOverToACopy() {
    boot(hypervisor, vm);
    disks.attach(vm, disk(), Scope.BOTH);
    Volume copy = copy();
    try {
      fails(ErrorCode.WRONG_STATE, () -> disks.pivot(vm, "vdb"));
      assertThat(disks.job(vm, "vdb")).isEmpty();
      disks.copy(vm, "vdb", new CopyTo(copy.path(), "qcow2", false, 64 * MIB));
      Job job = disks.job(vm, "vdb").orElseThrow();
      assertThat(job.copyTo()).isEqualTo(copy.path());
      assertThat(job.doneBytes()).isBetween(0L, job.allBytes());
      assertOnlyIn(live(), List.of());
      await().atMost(LIMIT).until(() -> disks.job(vm, "vdb").orElseThrow().ready());

      disks.pivot(vm, "vdb");
      assertThat(disks.job(vm, "vdb")).isEmpty();
      assertThat(List.of(live(), defined()))
          .allSatisfy(
              all ->
                  assertThat(all)
                      .filteredOn(each -> each.target().equals("vdb"))
                      .extracting(Disk::source, Disk::format)
                      .containsExactly(tuple(copy.path(), "qcow2")));
    } finally {
      hypervisor.forceOff(vm);
      hypervisor.storage().deleteVolume(copy.path());
    }
  }

  @Test
  void aCopyIsGivenUp() {
    boot(hypervisor, vm);
    disks.attach(vm, disk(), Scope.BOTH);
    Volume copy = copy();
    disks.copy(vm, "vdb", new CopyTo(copy.path(), "qcow2", false, 0));
    disks.abortJob(vm, "vdb");
    assertThat(disks.job(vm, "vdb")).isEmpty();
    fails(ErrorCode.WRONG_STATE, () -> disks.abortJob(vm, "vdb"));
    assertOnlyIn(live(), List.of());
    assertOnlyIn(defined(), List.of());
    hypervisor.storage().deleteVolume(copy.path());
  }

  @Test
  void limitsHoldAtOnceAndModesFromTheNextStart() {
    disks.attach(vm, disk(), Scope.DEFINITION);
    Configuration configuration = hypervisor.configuration();
    configuration.setDiskDriver(vm, "vdb", "none", "native");
    configuration.setDiskLimits(vm, "vdb", 500L, null, Configuration.Scope.DEFINED);
    assertThat(tuning(defined())).isEqualTo(new DiskTuning("none", "native", 500L, 0L));
    fails(
        ErrorCode.WRONG_STATE,
        () -> configuration.setDiskLimits(vm, "vdb", 1L, null, Configuration.Scope.LIVE));
    fails(ErrorCode.NOT_FOUND, () -> configuration.setDiskDriver(vm, "vdx", "none", null));
    fails(
        ErrorCode.NOT_FOUND,
        () -> configuration.setDiskLimits(vm, "vdx", 1L, null, Configuration.Scope.DEFINED));

    boot(hypervisor, vm);
    configuration.setDiskLimits(vm, "vdb", 700L, null, Configuration.Scope.LIVE);
    configuration.setDiskLimits(vm, "vdb", null, MIB, Configuration.Scope.LIVE);
    configuration.setDiskDriver(vm, "vdb", "", "");
    assertThat(tuning(live())).isEqualTo(new DiskTuning("none", "native", 700L, MIB));
    assertThat(tuning(defined())).isEqualTo(new DiskTuning("", "", 500L, 0L));
    configuration.setDiskLimits(vm, "vdb", 0L, 0L, Configuration.Scope.LIVE);
    assertThat(tuning(live())).isEqualTo(new DiskTuning("none", "native", 0L, 0L));
  }

  private static DiskTuning tuning(List<Disk> of) {
    return of.stream().filter(d -> d.target().equals("vdb")).findFirst().orElseThrow().tuning();
  }

  @Test
  void aDiskIsRedefined() {
    fails(ErrorCode.NOT_FOUND, () -> disks.redefine(vm, disk()));
    disks.attach(vm, disk(), Scope.DEFINITION);
    Volume copy = copy();
    String moved =
        DisksXml.moved(hypervisor.xml(vm, true), "vdb", copy.path(), "qcow2", false).orElseThrow();
    disks.redefine(vm, moved);
    assertThat(defined())
        .filteredOn(each -> each.target().equals("vdb"))
        .extracting(Disk::source)
        .containsExactly(copy.path());
    hypervisor.storage().deleteVolume(copy.path());
  }

  private Volume copy() {
    return hypervisor
        .storage()
        .createVolume("default", NewVolume.thin("copy & <contract>.qcow2", "qcow2", 16 * MIB));
  }

  private static void fails(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OperationException.class,
            e -> assertThat(e.failure().code()).as(e.getMessage()).isEqualTo(code));
  }
}
