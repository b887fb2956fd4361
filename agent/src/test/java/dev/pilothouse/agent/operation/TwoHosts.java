package dev.pilothouse.agent.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.hypervisor.TestVm;
import dev.pilothouse.agent.hypervisor.simulated.Neighbourhood;
import dev.pilothouse.agent.hypervisor.simulated.Pace;
import dev.pilothouse.agent.hypervisor.simulated.SimulatedHypervisor;
import dev.pilothouse.fleet.model.HostTerms.MigrationAddress;
import dev.pilothouse.fleet.model.HostTerms.Transport;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.MigrationOperation.Destination;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.MigrationOperation.PlanMigration;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.MigrationPlan;
import dev.pilothouse.fleet.operation.MigrationPlan.Finding;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Order;
import dev.pilothouse.fleet.wire.Codec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Two simulated hosts, with an agent on the first. */
final class TwoHosts implements AutoCloseable {
  static final Duration LIMIT = Duration.ofMinutes(1);
  static final String FOLDER = "/var/lib/libvirt/images/";
  static final long MIB = 1L << 20;
  static final String FROM = FakeHypervisor.HOST;
  static final String TO = "h2";

  /** Slow enough to be met in the middle. */
  static final MigrationOptions SLOW = options(8 * MIB, false, null);

  /** A hundred times as fast as it would be. */
  private static final Pace FAST = time -> LockSupport.parkNanos(time.toNanos() / 100);

  final Hypervisor here;
  final Hypervisor there;
  final FakeBus bus = new FakeBus();
  private final Path state;
  private @Nullable OperationRunner runner;

  TwoHosts(Path state, Neighbourhood neighbours) {
    this.state = state;
    here = SimulatedHypervisor.demo(FROM, 1, 0, Clock.systemUTC(), FAST, neighbours);
    there = SimulatedHypervisor.demo(TO, 2, 0, Clock.systemUTC(), FAST, neighbours);
  }

  static MigrationOptions options(
      long bytesPerSecond, boolean postCopy, @Nullable Duration timeout) {
    return new MigrationOptions(bytesPerSecond, null, false, postCopy, false, false, timeout);
  }

  void start() throws IOException {
    start(here);
  }

  /** An agent that sees the host so. */
  void start(Hypervisor as) throws IOException {
    runner =
        OperationRunner.start(
            new Journal(state, InstantSource.system()),
            bus.line(),
            as,
            vm -> {},
            InstantSource.system(),
            RunnerSettings.standard());
    as.listen(runner::onEvent);
  }

  /** The agent dies; what is under way goes on. */
  void stop() {
    if (runner != null) {
      runner.close();
      runner = null;
    }
  }

  @Override
  public void close() {
    stop();
    here.close();
    there.close();
  }

  /** A VM that runs, {@code web}. */
  VmRef running(String devices) {
    VmRef vm = vm("web", devices);
    here.start(vm.uuid());
    return vm;
  }

  static NewVolume thin(String name) {
    return NewVolume.thin(name, "qcow2", 64 * MIB);
  }

  /** A VM that is off. */
  VmRef vm(String name, String devices) {
    String xml =
        TestVm.xml("kvm", name).replace("</domain>", "<devices>" + devices + "</devices></domain>");
    return new VmRef(FROM, here.define(xml));
  }

  static String disk(String target, String file) {
    return """
        <disk type="file" device="disk"><driver name="qemu" type="qcow2"/>
        <source file="%s%s"/><target dev="%s" bus="virtio"/></disk>
        """
        .formatted(FOLDER, file, target);
  }

  static String cd(String target, String file) {
    return """
        <disk type="file" device="cdrom"><source file="%s%s"/><target dev="%s" bus="sata"/>
        <readonly/></disk>
        """
        .formatted(FOLDER, file, target);
  }

  static void volume(Hypervisor on, NewVolume volume, byte... content) {
    on.storage().createVolume("default", volume);
    try {
      on.storage()
          .upload(
              FOLDER + volume.name(),
              new ByteArrayInputStream(content),
              content.length,
              moved -> {});
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static boolean there(Hypervisor on, String file) {
    return on.storage().volume(FOLDER + file).isPresent();
  }

  static Destination to() {
    return new Destination(TO, new MigrationAddress(Neighbourhood.uri(TO), "", Transport.PLAIN));
  }

  static MigrateVm migrate(VmRef vm, MigrationOptions options) {
    return new MigrateVm(vm, to(), options, null, null, "");
  }

  static MigrateVm migrate(VmRef vm) {
    return migrate(vm, MigrationOptions.standard());
  }

  Order submit(Operation operation) {
    return bus.submit(operation, Duration.ofMinutes(5));
  }

  OperationRecord ended(Order order) {
    await().atMost(LIMIT).until(() -> bus.state(order).terminal());
    return bus.record(order.number());
  }

  String done(Operation operation) {
    OperationRecord record = ended(submit(operation));
    assertThat(record.state()).as("%s", record.failure()).isEqualTo(OperationState.SUCCEEDED);
    return record.history().getLast().why();
  }

  Failure refused(Operation operation, ErrorCode code, String... words) {
    Failure failure = Objects.requireNonNull(ended(submit(operation)).failure());
    assertThat(failure.code()).as(failure.message()).isEqualTo(code);
    assertThat(failure.message()).contains(words);
    assertThat(failure.hint()).isNotBlank();
    return failure;
  }

  MigrationPlan plan(VmRef vm, MigrationOptions options) {
    OperationRecord record = ended(submit(new PlanMigration(vm, to(), options)));
    assertThat(record.state()).as("%s", record.failure()).isEqualTo(OperationState.SUCCEEDED);
    return new Codec().read(MigrationPlan.class, Objects.requireNonNull(record.result()));
  }

  MigrationPlan plan(VmRef vm) {
    return plan(vm, MigrationOptions.standard());
  }

  /** One thing stands in its way, and neither the plan nor the order pass over it. */
  void blocked(VmRef vm, String what, String toDo) {
    blocked(vm, MigrationOptions.standard(), what, toDo);
  }

  void blocked(VmRef vm, MigrationOptions options, String what, String toDo) {
    List<Finding> blockers = plan(vm, options).blockers();
    assertThat(blockers).hasSize(1);
    assertThat(blockers.getFirst().what()).isEqualTo(what);
    assertThat(blockers.getFirst().toDo()).contains(toDo);
    String message =
        Objects.requireNonNull(ended(submit(migrate(vm, options))).failure()).message();
    assertThat(message).isEqualTo(what);
    assertThat(here.find(vm.uuid())).isPresent();
    noProbes();
  }

  /** Waits until it is in the middle of its memory. */
  void untilUnderWay(VmRef vm) {
    await()
        .atMost(LIMIT)
        .until(() -> here.migrations().job(vm.uuid()).filter(j -> j.pass() > 0).isPresent());
  }

  void isOnlyHere(VmRef vm, VmState as) {
    assertThat(here.find(vm.uuid()).orElseThrow().state()).isEqualTo(as);
    assertThat(there.find(vm.uuid())).isEmpty();
    noProbes();
  }

  void isOnlyThere(UUID vm, VmState as) {
    assertThat(here.find(vm)).isEmpty();
    assertThat(there.find(vm).orElseThrow().state()).isEqualTo(as);
    assertThat(there.find(vm).orElseThrow().arriving()).isFalse();
    noProbes();
  }

  void noProbes() {
    for (Hypervisor host : new Hypervisor[] {here, there}) {
      assertThat(host.storage().pools())
          .flatMap(pool -> pool.volumes())
          .noneMatch(volume -> volume.name().contains("probe"));
    }
  }
}
