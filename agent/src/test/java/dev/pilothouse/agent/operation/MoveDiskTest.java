package dev.pilothouse.agent.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Disks.Scope;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.Snapshots.NewSnapshot;
import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.hypervisor.TestVm;
import dev.pilothouse.agent.hypervisor.simulated.SimulatedHypervisor;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.DiskOperation;
import dev.pilothouse.fleet.operation.DiskOperation.How;
import dev.pilothouse.fleet.operation.DiskOperation.MoveDisk;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Order;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks on their way to another pool: what is refused, what stays, and what a cancel leaves. */
class MoveDiskTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String DATA = "/var/lib/libvirt/images/data.qcow2";
  private static final String MOVED = "/srv/fast/data.qcow2";
  private static final long MIB = 1L << 20;

  @TempDir Path state;

  private final FakeBus bus = new FakeBus();
  private Hypervisor hypervisor;
  private OperationRunner runner;
  private VmRef web;

  @BeforeEach
  void setUp() throws IOException {
    hypervisor = SimulatedHypervisor.demo(FakeHypervisor.HOST, 1, 0, Clock.systemUTC(), time -> {});
    web = new VmRef(FakeHypervisor.HOST, hypervisor.define(TestVm.xml("kvm", "web")));
    hypervisor
        .storage()
        .definePool(
            """
            <pool type="dir"><name>fast</name><uuid>11111111-2222-4333-8444-555555555555</uuid>
            <target><path>/srv/fast</path></target></pool>
            """);
    hypervisor.storage().startPool("fast");
    volume(NewVolume.thin("data.qcow2", "qcow2", 16 * MIB));
    hypervisor
        .storage()
        .upload(DATA, new ByteArrayInputStream(new byte[(int) (4 * MIB)]), 4 * MIB, moved -> {});
    runner =
        OperationRunner.start(
            new Journal(state, InstantSource.system()),
            bus.line(),
            hypervisor,
            vm -> {},
            InstantSource.system(),
            RunnerSettings.standard());
    hypervisor.listen(runner::onEvent);
    done(new DiskOperation.AttachDisk(web, DATA, "", How.ANY));
  }

  @AfterEach
  void close() {
    runner.close();
    hypervisor.close();
  }

  private void volume(NewVolume volume) {
    hypervisor.storage().createVolume("default", volume);
  }

  private Order submit(Operation operation) {
    return bus.submit(operation, Duration.ofMinutes(5));
  }

  private OperationRecord order(Operation operation) {
    Order order = submit(operation);
    await().atMost(LIMIT).until(() -> bus.state(order).terminal());
    return bus.record(order.number());
  }

  private void refused(Operation operation, ErrorCode code, String... words) {
    Failure failure = Objects.requireNonNull(order(operation).failure());
    assertThat(failure.code()).as(failure.message()).isEqualTo(code);
    assertThat(failure.message()).contains(words);
  }

  private String done(Operation operation) {
    OperationRecord record = order(operation);
    assertThat(record.state()).as("%s", record.failure()).isEqualTo(OperationState.SUCCEEDED);
    return record.history().getLast().why();
  }

  private static MoveDisk to(VmRef vm, String pool, String format, long rate) {
    return new MoveDisk(vm, "vda", "", "default", pool, "", format, false, rate);
  }

  private boolean there(String path) {
    return hypervisor.storage().volume(path).isPresent();
  }

  private void isOn(String source) {
    assertThat(DomainXml.parse(hypervisor.xml(web.uuid(), true)).disks())
        .extracting(Disk::source)
        .containsExactly(source);
    assertThat(hypervisor.find(web.uuid()).orElseThrow().disks())
        .extracting(Disk::source)
        .containsExactly(source);
  }

  @Test
  void aRunningVmsDiskMovesThereAndBack() {
    hypervisor.start(web.uuid());
    MoveDisk move = to(web, "fast", "", 0);
    assertThat(done(move)).contains("moved to fast/data.qcow2", "default/data.qcow2 is deleted");
    isOn(MOVED);
    assertThat(there(DATA)).isFalse();
    assertThat(hypervisor.storage().volume(MOVED).orElseThrow().allocationBytes())
        .isEqualTo(4 * MIB);

    Operation back = ((Operation.Inverse.By) move.inverse()).operation();
    done(back);
    isOn(DATA);
    assertThat(there(MOVED)).isFalse();
  }

  @Test
  void aStoppedVmsDiskChangesItsFormatOnTheWay() {
    done(to(web, "fast", "raw", 0));
    isOn("/srv/fast/data.img");
    assertThat(hypervisor.storage().volume("/srv/fast/data.img").map(Volume::format))
        .contains("raw");
    assertThat(DomainXml.parse(hypervisor.xml(web.uuid(), true)).disks())
        .extracting(Disk::format)
        .containsExactly("raw");
  }

  @Test
  void theOldVolumeStaysWhenItIsNeededOrToBeKept() {
    hypervisor.start(web.uuid());
    volume(NewVolume.overlay("clone.qcow2", 16 * MIB, DATA, "qcow2"));
    assertThat(done(to(web, "fast", "", 0))).contains("needed by the volume default/clone.qcow2");
    assertThat(there(DATA)).isTrue();
    assertThat(done(new MoveDisk(web, "vda", MOVED, "fast", "default", "back", "", true, 0)))
        .contains("fast/data.qcow2 stays");
    isOn("/var/lib/libvirt/images/back");
    assertThat(there(MOVED)).isTrue();
  }

  @Test
  void aCancelLeavesTheVmWhereItIs() {
    hypervisor.start(web.uuid());
    Order order = submit(to(web, "fast", "", 1024));
    await().atMost(LIMIT).until(() -> bus.record(order.number()).phase().contains("copying vda"));
    assertThat(there(MOVED)).isTrue();
    bus.cancel(order, true);
    await().atMost(LIMIT).until(() -> bus.state(order).terminal());
    assertThat(bus.state(order)).isEqualTo(OperationState.CANCELLED);
    isOn(DATA);
    assertThat(there(MOVED)).isFalse();
    assertThat(hypervisor.disks().job(web.uuid(), "vda")).isEmpty();
  }

  @Test
  void aVmThatStopsInTheMiddleStaysWhereItIs() {
    hypervisor.start(web.uuid());
    Order order = submit(to(web, "fast", "", 1024));
    await().atMost(LIMIT).until(() -> bus.record(order.number()).phase().contains("copying vda"));
    hypervisor.forceOff(web.uuid());
    await().atMost(LIMIT).until(() -> bus.state(order).terminal());
    assertThat(Objects.requireNonNull(bus.record(order.number()).failure()).message())
        .contains("The VM stopped in the middle.", "goes on with " + DATA);
    isOn(DATA);
    assertThat(there(MOVED)).isFalse();
  }

  @Test
  void whatCannotWorkIsSaidBefore() {
    refused(to(web, "default", "", 0), ErrorCode.BAD_INPUT, "lies in pool default already");
    refused(to(web, "fast", "vmdk", 0), ErrorCode.BAD_INPUT, "qcow2 or raw");
    refused(to(web, "none", "", 0), ErrorCode.NOT_FOUND, "no pool none");
    refused(
        new MoveDisk(web, "vda", "/else", "default", "fast", "", "", false, 0),
        ErrorCode.CHANGED_MEANWHILE,
        DATA);
    refused(
        new MoveDisk(web, "vdx", "", "default", "fast", "", "", false, 0),
        ErrorCode.NOT_FOUND,
        "no disk vdx");
    VmRef other = new VmRef(FakeHypervisor.HOST, hypervisor.define(TestVm.xml("kvm", "other")));
    done(new DiskOperation.AttachDisk(other, DATA, "", new How("", "", true, "", "", 0, 0)));
    refused(to(web, "fast", "", 0), ErrorCode.WRONG_STATE, "shared with other");
    hypervisor.disks().detach(other.uuid(), "vda", Scope.DEFINITION);
    hypervisor
        .snapshots()
        .create(web.uuid(), new NewSnapshot("s1", "", List.of(), List.of(), false, null, false));
    refused(to(web, "fast", "", 0), ErrorCode.WRONG_STATE, "snapshots (s1)");
    isOn(DATA);
    assertThat(hypervisor.storage().volume(MOVED)).isEmpty();
  }

  @Test
  void aPoolWithoutRoomIsRefusedBefore() {
    hypervisor
        .storage()
        .createVolume("fast", new NewVolume("big", "raw", 8192L << 30, true, null, null));
    refused(to(web, "fast", "", 0), ErrorCode.NO_CAPACITY, "has 0 left");
    isOn(DATA);
  }
}
