package dev.pilothouse.agent.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.libvirt.LibvirtHypervisor;
import dev.pilothouse.fleet.model.HostTerms.MigrationAddress;
import dev.pilothouse.fleet.model.HostTerms.Transport;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.MigrationOperation.Destination;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.MigrationOperation.PlanMigration;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.MigrationPlan;
import dev.pilothouse.fleet.operation.MigrationPlan.Travel;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Order;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.lab.CommandFailedException;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Migrations on two real libvirtds whose pools are apart, with virsh on both as the judge. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(400)
class MigrateVmIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String FOLDER = "/var/lib/libvirt/images";
  private static final MigrationOptions SLOW =
      new MigrationOptions(1 << 20, null, false, false, false, false, null);

  private Lab lab;
  private LabHost h1;
  private LabHost h2;
  private FakeBus bus;
  private Hypervisor hypervisor;
  private @Nullable OperationRunner runner;
  private Path state;
  private Guest guest = Guest.tiny("not made yet");

  @BeforeAll
  void openLab() {
    lab = Lab.open();
    h1 = lab.host("h1");
    h2 = lab.host("h2");
    for (LabHost host : List.of(h1, h2)) {
      host.virsh("pool-define-as", "default", "dir", "--target", FOLDER);
      host.virsh("pool-start", "default");
    }
  }

  @AfterAll
  void closeLab() {
    lab.close();
  }

  @BeforeEach
  void setUp(@TempDir Path folder) throws IOException {
    state = folder;
    bus = new FakeBus();
    hypervisor = LibvirtHypervisor.open(h1.uri(), "test", Clock.systemUTC());
    start();
  }

  @AfterEach
  void close() {
    stop();
    hypervisor.close();
    for (LabHost host : List.of(h1, h2)) {
      forgiving(host, "destroy", guest.name());
      forgiving(host, "undefine", guest.name());
      for (String volume : List.of("top.qcow2", "base.qcow2")) {
        forgiving(host, "vol-delete", volume, "default");
      }
    }
  }

  private static void forgiving(LabHost host, String... words) {
    try {
      host.virsh(words);
    } catch (CommandFailedException e) {
      // It is not there.
    }
  }

  private void start() throws IOException {
    runner =
        OperationRunner.start(
            new Journal(state, InstantSource.system()),
            bus.line(),
            hypervisor,
            vm -> {},
            InstantSource.system(),
            RunnerSettings.standard());
    hypervisor.listen(runner::onEvent);
  }

  private void stop() {
    if (runner != null) {
      runner.close();
      runner = null;
    }
  }

  /** Defined on h1, with a disk on a base image. */
  private VmRef vm(String name) {
    h1.virsh("vol-create-as", "default", "base.qcow2", "32M", "--format", "qcow2");
    h1.virsh(
        "vol-create-as",
        "default",
        "top.qcow2",
        "32M",
        "--format",
        "qcow2",
        "--backing-vol",
        FOLDER + "/base.qcow2",
        "--backing-vol-format",
        "qcow2");
    guest =
        Guest.tiny(name)
            .withAppend("lab.tick")
            .withDevices(
                """
                <disk type="file" device="disk"><driver name="qemu" type="qcow2"/>
                <source file="%s/top.qcow2"/><target dev="vda" bus="virtio"/></disk>
                """
                    .formatted(FOLDER));
    h1.define(guest);
    return new VmRef("h1", UUID.fromString(h1.virsh("domuuid", name).strip()));
  }

  private VmRef running(String name) {
    VmRef vm = vm(name);
    h1.virsh("start", name);
    await().atMost(LIMIT).until(() -> h1.serial(guest).contains("LAB-READY"));
    return vm;
  }

  private Destination to() {
    return new Destination("h2", new MigrationAddress(h2.uri(), "tcp://h2", Transport.PLAIN));
  }

  private Order submit(Operation operation) {
    return bus.submit(operation, Duration.ofMinutes(5));
  }

  private Order submit(VmRef vm, MigrationOptions options) {
    return submit(new MigrateVm(vm, to(), options, null, null, ""));
  }

  private OperationRecord ended(Order order) {
    await().atMost(LIMIT).until(() -> bus.state(order).terminal());
    OperationRecord record = bus.record(order.number());
    return record;
  }

  private static void isThere(OperationRecord record) {
    assertThat(record.state()).as("%s", record.failure()).isEqualTo(OperationState.SUCCEEDED);
  }

  /** Such as {@code web running}, of all that virsh lists. */
  private static List<String> listed(LabHost host) {
    return host.virsh("list", "--all")
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.strip().replaceFirst("^\\S+ +", "").replaceAll(" {2,}", " "))
        .toList();
  }

  private static List<String> volumes(LabHost host) {
    host.virsh("pool-refresh", "default");
    return host.virsh("vol-list", "default")
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.strip().replaceFirst(" .*", ""))
        .filter(name -> name.endsWith(".qcow2") || name.contains("probe"))
        .toList();
  }

  private void untilUnderWay(VmRef vm) {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                hypervisor
                    .migrations()
                    .job(vm.uuid())
                    .filter(job -> job.memoryDoneBytes() > 0)
                    .isPresent());
  }

  @Test
  void aRunningVmGoesWithItsDiskAndTheBaseBeneathIt() {
    VmRef vm = running("goes");
    h1.virsh("autostart", "goes");
    OperationRecord plan = ended(submit(new PlanMigration(vm, to(), MigrationOptions.standard())));
    isThere(plan);
    MigrationPlan found =
        new Codec().read(MigrationPlan.class, Objects.requireNonNull(plan.result()));
    assertThat(found.blockers()).isEmpty();
    assertThat(found.disks().getFirst().travel()).isEqualTo(Travel.OVERLAY_AND_BASE);

    OperationRecord record = ended(submit(vm, MigrationOptions.standard()));
    isThere(record);
    assertThat(record.history().getLast().why()).contains("ms standing still").endsWith("of disks");
    assertThat(listed(h1)).isEmpty();
    assertThat(listed(h2)).containsExactly("goes running");
    assertThat(h2.virsh("dominfo", "goes"))
        .containsPattern("Persistent: +yes")
        .containsPattern("Autostart: +enable");
    assertThat(volumes(h1)).containsExactly("base.qcow2");
    assertThat(volumes(h2)).containsExactly("base.qcow2", "top.qcow2");
  }

  @Test
  void aStoppedVmGoesToo() {
    VmRef vm = vm("off");
    isThere(ended(submit(vm, MigrationOptions.standard())));
    assertThat(listed(h1)).isEmpty();
    assertThat(listed(h2)).containsExactly("off shut off");
    assertThat(volumes(h2)).containsExactly("base.qcow2", "top.qcow2");
    assertThat(volumes(h1)).containsExactly("base.qcow2");
    h2.virsh("start", "off");
    assertThat(listed(h2)).containsExactly("off running");
  }

  @Test
  void aCancelIsEffectiveAtOnceAndLeavesNothing() {
    VmRef vm = running("stays");
    Order order = submit(vm, SLOW);
    untilUnderWay(vm);
    bus.cancel(order, true);
    assertThat(ended(order).state()).isEqualTo(OperationState.CANCELLED);
    assertThat(listed(h1)).containsExactly("stays running");
    assertThat(listed(h2)).isEmpty();
    assertThat(volumes(h2)).isEmpty();
    assertThat(volumes(h1)).containsExactly("base.qcow2", "top.qcow2");
  }

  @Test
  void theAgentIsAwayInTheMiddle() throws IOException {
    VmRef vm = running("follow");
    Order order =
        submit(vm, new MigrationOptions(16 << 20, null, false, false, false, false, null));
    untilUnderWay(vm);
    stop();
    start();
    isThere(ended(order));
    assertThat(listed(h1)).isEmpty();
    assertThat(listed(h2)).containsExactly("follow running");
    assertThat(volumes(h1)).containsExactly("base.qcow2");
  }

  @Test
  void theOtherLibvirtdDiesInTheMiddle() {
    VmRef vm = running("there");
    Order order = submit(vm, SLOW);
    untilUnderWay(vm);
    h2.killLibvirtd();
    await()
        .atMost(LIMIT)
        .until(
            () ->
                bus.state(order).terminal()
                    || bus.phases.stream().anyMatch(phase -> phase.contains("trying again")));
    h2.startLibvirtd();
    assertThat(bus.record(order.number()).failure()).isNull();
    await().atMost(LIMIT).until(() -> hypervisor.migrations().job(vm.uuid()).isPresent());
    bus.cancel(order, true);
    assertThat(ended(order).state()).isEqualTo(OperationState.CANCELLED);
    assertThat(listed(h1)).containsExactly("there running");
    assertThat(listed(h2)).isEmpty();
    assertThat(volumes(h2)).isEmpty();
  }

  @Test
  void thisLibvirtdDiesInTheMiddle() {
    VmRef vm = running("here");
    Order order = submit(vm, new MigrationOptions(4 << 20, null, false, false, false, false, null));
    untilUnderWay(vm);
    h1.killLibvirtd();
    h1.startLibvirtd();
    OperationRecord record = ended(order);
    assertThat(record.state()).as("%s", record).isEqualTo(OperationState.SUCCEEDED);
    assertThat(listed(h1)).isEmpty();
    assertThat(listed(h2)).containsExactly("here running");
  }
}
