package dev.pilothouse.agent.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Disks;
import dev.pilothouse.agent.hypervisor.Disks.Scope;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.hypervisor.TestVm;
import dev.pilothouse.agent.hypervisor.simulated.SimulatedHypervisor;
import dev.pilothouse.agent.image.Qcow2Bytes;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.DiskOperation;
import dev.pilothouse.fleet.operation.DiskOperation.How;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.ImageOperation;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Order;
import dev.pilothouse.fleet.operation.StorageOperation;
import dev.pilothouse.fleet.operation.StorageOperation.VolumeSpec;
import dev.pilothouse.fleet.operation.TrashOperation;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused, and what is rolled back. */
class DiskOperationsTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String DATA = "/var/lib/libvirt/images/data.qcow2";
  private static final long MIB = 1L << 20;

  @TempDir Path state;

  private final FakeBus bus = new FakeBus();
  private final AtomicInteger stock = new AtomicInteger();
  private Hypervisor hypervisor;
  private OperationRunner runner;
  private VmRef web;
  private VmRef other;

  @BeforeEach
  void setUp() throws IOException {
    hypervisor = SimulatedHypervisor.demo(FakeHypervisor.HOST, 1, 0, Clock.systemUTC(), time -> {});
    web = new VmRef(FakeHypervisor.HOST, hypervisor.define(TestVm.xml("kvm", "web")));
    other = new VmRef(FakeHypervisor.HOST, hypervisor.define(TestVm.xml("kvm", "other")));
    volume(NewVolume.thin("data.qcow2", "qcow2", 16 * MIB));
    runner = start(hypervisor);
  }

  private OperationRunner start(Hypervisor on) throws IOException {
    OperationRunner started =
        OperationRunner.start(
            new Journal(state, InstantSource.system()),
            bus.line(),
            on,
            new News() {
              @Override
              public void vm(java.util.UUID vm) {}

              @Override
              public void stock() {
                stock.incrementAndGet();
              }
            },
            InstantSource.system(),
            RunnerSettings.standard());
    on.listen(started::onEvent);
    return started;
  }

  @AfterEach
  void close() {
    runner.close();
    hypervisor.close();
  }

  private void volume(NewVolume volume) {
    hypervisor.storage().createVolume("default", volume);
  }

  private OperationRecord order(Operation operation) {
    Order order = bus.submit(operation, Duration.ofMinutes(5));
    await().atMost(LIMIT).until(() -> bus.state(order).terminal());
    return bus.record(order.number());
  }

  private void refused(Operation operation, ErrorCode code, String... words) {
    OperationRecord record = order(operation);
    assertThat(record.state()).isEqualTo(OperationState.FAILED);
    Failure failure = Objects.requireNonNull(record.failure());
    assertThat(failure.code()).as(failure.message()).isEqualTo(code);
    assertThat(failure.message()).contains(words);
  }

  private void done(Operation operation) {
    OperationRecord record = order(operation);
    assertThat(record.state()).as("%s", record.failure()).isEqualTo(OperationState.SUCCEEDED);
  }

  private List<Disk> defined(VmRef vm) {
    return DomainXml.parse(hypervisor.xml(vm.uuid(), true)).disks();
  }

  private DiskOperation.AttachDisk attach(VmRef vm, How how) {
    return new DiskOperation.AttachDisk(vm, DATA, "", how);
  }

  private static How readOnly() {
    return new How("", "", true, "", "", 0, 0);
  }

  @Test
  void twoWritersOfOneVolumeAreRefused() {
    done(attach(web, How.ANY));
    refused(attach(other, How.ANY), ErrorCode.WRONG_STATE, "in use by the VM web", "two writers");
    refused(attach(web, How.ANY), ErrorCode.WRONG_STATE, "has this disk already");
    done(attach(other, readOnly()));
    assertThat(defined(other)).extracting(Disk::readOnly).containsExactly(true);
    assertThat(stock).hasValueGreaterThanOrEqualTo(4);
  }

  @Test
  void whatAVmInTheTrashNeedsIsNotDeleted() {
    done(attach(web, How.ANY));
    done(new TrashOperation.TrashVm(web));
    StorageOperation.DeleteVolume delete =
        new StorageOperation.DeleteVolume(FakeHypervisor.HOST, "default", "data.qcow2");
    refused(delete, ErrorCode.WRONG_STATE, "the VM web in the trash");
    done(new TrashOperation.PurgeVm(web));
  }

  @Test
  void anImageAndItsFactsAreNotDeletedAsVolumes() throws IOException {
    Path file = Files.write(state.resolve("golden.qcow2"), Qcow2Bytes.whole().all());
    done(
        new ImageOperation.AddImage(
            FakeHypervisor.HOST,
            "golden",
            new ImageOperation.Source.FromFile(file.toString(), null),
            "",
            "",
            false));
    List<Volume> volumes =
        hypervisor.storage().pools().stream()
            .filter(pool -> pool.name().equals("images"))
            .flatMap(pool -> pool.volumes().stream())
            .toList();
    assertThat(volumes).hasSize(2);
    for (Volume volume : volumes) {
      refused(
          new StorageOperation.DeleteVolume(FakeHypervisor.HOST, "images", volume.name()),
          ErrorCode.WRONG_STATE,
          "the image golden");
    }
  }

  @Test
  void whatLiesBeneathAnotherIsNeitherWrittenNorDeleted() {
    volume(NewVolume.overlay("clone.qcow2", 16 * MIB, DATA, "qcow2"));
    refused(attach(web, How.ANY), ErrorCode.WRONG_STATE, "the volume default/clone.qcow2");
    refused(
        new StorageOperation.DeleteVolume(FakeHypervisor.HOST, "default", "data.qcow2"),
        ErrorCode.WRONG_STATE,
        "the volume default/clone.qcow2, which lies on it");
    done(attach(web, readOnly()));
  }

  @Test
  void aBackingFileOutsideOfThePoolsIsRefused() {
    volume(NewVolume.overlay("evil.qcow2", 16 * MIB, "/etc/shadow", "raw"));
    refused(
        new DiskOperation.AttachDisk(web, "/var/lib/libvirt/images/evil.qcow2", "", How.ANY),
        ErrorCode.BAD_INPUT,
        "/etc/shadow");
    refused(
        new DiskOperation.AttachDisk(web, "/srv/unknown.img", "", How.ANY),
        ErrorCode.BAD_INPUT,
        "format is not known");
    assertThat(defined(web)).isEmpty();
  }

  @Test
  void aVolumeThatOnlyADefinitionNamesIsInUse() {
    hypervisor.start(web.uuid());
    hypervisor
        .disks()
        .attach(
            web.uuid(),
            "<disk type='volume' device='disk'><source pool='default' volume='data.qcow2'/>"
                + "<target dev='vdb' bus='virtio'/></disk>",
            Scope.DEFINITION);
    refused(
        new StorageOperation.DeleteVolume(FakeHypervisor.HOST, "default", "data.qcow2"),
        ErrorCode.WRONG_STATE,
        "in use by the VM web");
  }

  @Test
  void whatCannotWorkIsSaidBefore() {
    hypervisor.start(web.uuid());
    refused(attach(web, bus("sata")), ErrorCode.WRONG_STATE, "cannot be attached while");
    refused(attach(web, bus("tape")), ErrorCode.BAD_INPUT, "The bus is");
    refused(attach(web, How.ANY.at("web; rm")), ErrorCode.BAD_INPUT, "A target is");
    refused(
        attach(web, new How("", "", false, "", "native", 0, 0)),
        ErrorCode.BAD_INPUT,
        "needs the cache mode");
    refused(
        new DiskOperation.CreateDisk(
            web, new VolumeSpec("default", "../x", "qcow2", MIB, false), How.ANY),
        ErrorCode.BAD_INPUT,
        "holds no '/'");
    refused(
        new DiskOperation.CreateDisk(
            web, new VolumeSpec("default", "x", "qcow2", Long.MAX_VALUE, false), How.ANY),
        ErrorCode.NO_CAPACITY,
        "do not fit");
    assertThat(hypervisor.storage().volume("/var/lib/libvirt/images/x")).isEmpty();
  }

  private static How bus(String word) {
    return new How("", word, false, "", "", 0, 0);
  }

  @Test
  void aGuestThatDoesNotLetGoKeepsAllOfTheDisk() {
    hypervisor.start(web.uuid());
    done(attach(web, How.ANY));
    hypervisor.pause(web.uuid());
    refused(
        new DiskOperation.DetachDisk(web, "vda", DATA, Duration.ofMillis(400)),
        ErrorCode.GUEST_SILENT,
        "did not let go of vda");
    assertThat(defined(web)).hasSize(1);
    assertThat(hypervisor.find(web.uuid()).orElseThrow().disks()).hasSize(1);
  }

  @Test
  void waitingForTheGuestCanBeCancelled() {
    hypervisor.start(web.uuid());
    done(attach(web, How.ANY));
    hypervisor.pause(web.uuid());
    Order order =
        bus.submit(
            new DiskOperation.DetachDisk(web, "vda", DATA, Duration.ofMinutes(4)),
            Duration.ofMinutes(5));
    await().atMost(LIMIT).until(() -> bus.record(order.number()).phase().contains("let go"));
    bus.cancel(order, true);
    await().atMost(LIMIT).until(() -> bus.state(order) == OperationState.CANCELLED);
    assertThat(defined(web)).hasSize(1);
  }

  @Test
  void whatCannotBeAttachedLeavesNoVolume() throws IOException {
    runner.close();
    runner = start(refusing(hypervisor));
    refused(
        new DiskOperation.CreateDisk(
            web, new VolumeSpec("default", "new.qcow2", "qcow2", MIB, false), How.ANY),
        ErrorCode.REFUSED,
        "no more slots",
        "The new volume was removed again.");
    assertThat(hypervisor.storage().volume("/var/lib/libvirt/images/new.qcow2")).isEmpty();
  }

  /** The same host, which takes no disk. */
  private static Hypervisor refusing(Hypervisor real) {
    Disks disks =
        (Disks)
            Proxy.newProxyInstance(
                Disks.class.getClassLoader(),
                new Class<?>[] {Disks.class},
                (proxy, method, arguments) -> {
                  throw new OperationException(ErrorCode.REFUSED, "no more slots");
                });
    return (Hypervisor)
        Proxy.newProxyInstance(
            Hypervisor.class.getClassLoader(),
            new Class<?>[] {Hypervisor.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("disks")) {
                return disks;
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
            });
  }

  @Test
  void aPoolWithDisksOfRunningVmsStays() {
    hypervisor.start(web.uuid());
    done(attach(web, How.ANY));
    refused(
        new StorageOperation.StopPool(FakeHypervisor.HOST, "default"),
        ErrorCode.WRONG_STATE,
        "web");
    refused(
        new StorageOperation.DeletePool(FakeHypervisor.HOST, "default"),
        ErrorCode.WRONG_STATE,
        "web");
  }
}
