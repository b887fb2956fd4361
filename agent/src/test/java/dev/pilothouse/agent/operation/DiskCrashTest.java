package dev.pilothouse.agent.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.agent.hypervisor.Disks.Scope;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.hypervisor.TestVm;
import dev.pilothouse.agent.hypervisor.simulated.SimulatedHypervisor;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.DiskOperation;
import dev.pilothouse.fleet.operation.DiskOperation.How;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Order;
import dev.pilothouse.fleet.operation.StorageOperation;
import dev.pilothouse.fleet.operation.StorageOperation.PoolSpec;
import dev.pilothouse.fleet.operation.StorageOperation.VolumeSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent dies at every boundary of an operation on disks and pools, and a new run takes over: it
 * ends in a state that is true, and no volume, pool or half of a disk is left behind.
 */
class DiskCrashTest {
  private static final Duration FRESH = Duration.ofMinutes(10);
  private static final String FOLDER = "/var/lib/libvirt/images/";
  private static final String DATA = FOLDER + "data.qcow2";
  private static final String MOVED = "/srv/fast/data.qcow2";
  private static final long MIB = 1L << 20;

  @TempDir Path temp;

  private final List<World> worlds = new ArrayList<>();

  @AfterEach
  void close() {
    worlds.forEach(world -> world.hypervisor.close());
  }

  /** One host with one VM. */
  private static final class World {
    final Hypervisor hypervisor =
        SimulatedHypervisor.demo(FakeHypervisor.HOST, 1, 0, Clock.systemUTC(), time -> {});
    final VmRef vm = new VmRef(FakeHypervisor.HOST, hypervisor.define(TestVm.xml("kvm", "web")));

    List<Disk> live() {
      return hypervisor.find(vm.uuid()).orElseThrow().disks();
    }

    List<Disk> defined() {
      return DomainXml.parse(hypervisor.xml(vm.uuid(), true)).disks();
    }

    /** Present in both or in neither. */
    boolean attached(String source) {
      Predicate<Disk> on = disk -> disk.source().equals(source);
      boolean live = live().stream().anyMatch(on);
      assertThat(defined().stream().anyMatch(on)).as("half of a disk").isEqualTo(live);
      return live;
    }

    boolean there(String path) {
      return hypervisor.storage().volume(path).isPresent();
    }

    void makeData() {
      hypervisor.storage().createVolume("default", NewVolume.thin("data.qcow2", "qcow2", 16 * MIB));
    }

    void makeFast() {
      hypervisor
          .storage()
          .definePool(
              "<pool type='dir'><name>fast</name>"
                  + "<uuid>11111111-2222-4333-8444-555555555555</uuid><target><path>/srv/fast</path></target></pool>");
      hypervisor.storage().startPool("fast");
    }

    void attachData(Scope scope) {
      makeData();
      hypervisor
          .disks()
          .attach(
              vm.uuid(),
              "<disk type='file' device='disk'><driver type='qcow2'/><source file='"
                  + DATA
                  + "'/><target dev='vda' bus='virtio'/></disk>",
              scope);
    }

    Stream<Pool> pools(String name) {
      return hypervisor.storage().pools().stream().filter(pool -> pool.name().equals(name));
    }
  }

  @Test
  void create() throws IOException {
    List<String> told =
        dieEverywhere(
            world -> world.hypervisor.start(world.vm.uuid()),
            world ->
                new DiskOperation.CreateDisk(
                    world.vm,
                    new VolumeSpec("default", "data.qcow2", "qcow2", 16 * MIB, false),
                    How.ANY),
            world -> {
              boolean attached = world.attached(DATA);
              assertThat(world.there(DATA)).as("an orphan").isEqualTo(attached);
              return attached;
            });
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED"));
  }

  @Test
  void createPreallocated() throws IOException {
    List<String> told =
        dieEverywhere(
            world -> {},
            world ->
                new DiskOperation.CreateDisk(
                    world.vm,
                    new VolumeSpec("default", "data.qcow2", "raw", 16 * MIB, true),
                    How.ANY),
            world -> world.attached(DATA));
    // Between libvirt's word and the journal's nobody can tell who made what is there: it is named.
    assertThat(told).filteredOn(s -> s.endsWith("INTERRUPTED")).hasSizeLessThanOrEqualTo(3);
    assertThat(told).filteredOn(s -> s.endsWith("SUCCEEDED")).hasSizeGreaterThan(10);
  }

  @Test
  void createVolume() throws IOException {
    List<String> told =
        dieEverywhere(
            world -> {},
            world ->
                new StorageOperation.CreateVolume(
                    FakeHypervisor.HOST,
                    new VolumeSpec("default", "data.qcow2", "qcow2", 16 * MIB, false)),
            world -> world.there(DATA));
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED"));
  }

  @Test
  void attach() throws IOException {
    List<String> told =
        dieEverywhere(
            world -> {
              world.makeData();
              world.hypervisor.start(world.vm.uuid());
            },
            world -> new DiskOperation.AttachDisk(world.vm, DATA, "", How.ANY),
            world -> world.attached(DATA));
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED"));
  }

  @Test
  void detach() throws IOException {
    List<String> told =
        dieEverywhere(
            world -> {
              world.makeData();
              world.hypervisor.start(world.vm.uuid());
              world
                  .hypervisor
                  .disks()
                  .attach(
                      world.vm.uuid(),
                      "<disk type='file' device='disk'><driver type='qcow2'/><source file='"
                          + DATA
                          + "'/><target dev='vda' bus='virtio'/></disk>",
                      Scope.BOTH);
            },
            world -> new DiskOperation.DetachDisk(world.vm, "vda", DATA, Duration.ofSeconds(50)),
            world -> !world.attached(DATA) && world.there(DATA));
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED"));
  }

  @Test
  void grow() throws IOException {
    List<String> told =
        dieEverywhere(
            world -> {
              world.makeData();
              world
                  .hypervisor
                  .disks()
                  .attach(
                      world.vm.uuid(),
                      "<disk type='file' device='disk'><driver type='qcow2'/><source file='"
                          + DATA
                          + "'/><target dev='vda' bus='virtio'/></disk>",
                      Scope.DEFINITION);
            },
            world -> new DiskOperation.GrowDisk(world.vm, "vda", DATA, 32 * MIB),
            world ->
                world.hypervisor.storage().volume(DATA).map(Volume::capacityBytes).orElse(0L)
                    == 32 * MIB);
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED"));
  }

  @Test
  void moveWhileItRuns() throws IOException {
    List<String> told =
        dieEverywhere(
            world -> {
              world.makeFast();
              world.hypervisor.start(world.vm.uuid());
              world.attachData(Scope.BOTH);
            },
            DiskCrashTest::toFast,
            DiskCrashTest::isOnFastOnly);
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED"));
  }

  @Test
  void moveWhileItIsOff() throws IOException {
    List<String> told =
        dieEverywhere(
            world -> {
              world.makeFast();
              world.attachData(Scope.DEFINITION);
            },
            DiskCrashTest::toFast,
            DiskCrashTest::isOnFastOnly);
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED"));
  }

  private static Operation toFast(World world) {
    return new DiskOperation.MoveDisk(world.vm, "vda", DATA, "default", "fast", "", "", false, 0);
  }

  /** The disk is on the new volume wherever it is named, and the old volume is gone. */
  private static boolean isOnFastOnly(World world) {
    assertThat(world.live()).allMatch(disk -> disk.source().equals(MOVED));
    assertThat(world.defined()).extracting(Disk::source).containsExactly(MOVED);
    assertThat(world.there(DATA)).as("the old volume").isFalse();
    assertThat(world.pools("fast").flatMap(pool -> pool.volumes().stream()))
        .extracting(Volume::path)
        .containsExactly(MOVED);
    return true;
  }

  @Test
  void deleteVolume() throws IOException {
    List<String> told =
        dieEverywhere(
            World::makeData,
            world ->
                new StorageOperation.DeleteVolume(FakeHypervisor.HOST, "default", "data.qcow2"),
            world -> !world.there(DATA));
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED"));
  }

  @Test
  void createPool() throws IOException {
    List<String> told =
        dieEverywhere(
            world -> {},
            world ->
                new StorageOperation.CreatePool(
                    FakeHypervisor.HOST, new PoolSpec("fast", "dir", "/srv/fast", ""), true),
            world -> world.pools("fast").anyMatch(pool -> pool.active() && pool.autostart()));
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED"));
  }

  @Test
  void deletePool() throws IOException {
    List<String> told =
        dieEverywhere(
            world -> {},
            world -> new StorageOperation.DeletePool(FakeHypervisor.HOST, "default"),
            world -> world.pools("default").findAny().isEmpty());
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED"));
  }

  private List<String> dieEverywhere(
      Consumer<World> before, Function<World, Operation> operation, Predicate<World> goal)
      throws IOException {
    List<String> told = new ArrayList<>();
    boolean died = true;
    for (int fatal = 1; died; fatal++) {
      World world = new World();
      worlds.add(world);
      before.accept(world);
      FakeBus bus = new FakeBus();
      Order order = bus.submit(operation.apply(world), FRESH);
      Mortality mortality = new Mortality(fatal);
      Path state = temp.resolve("state-" + fatal);

      new Life(mortality, state, bus, world.hypervisor).live(order);
      died = mortality.dead();
      if (died) {
        new Life(new Mortality(0), state, bus, world.hypervisor).live(order);
      }

      OperationState end = bus.state(order);
      String story = mortality.where() + ": " + end;
      boolean holds = goal.test(world);
      switch (end) {
        case SUCCEEDED -> assertThat(holds).as(story).isTrue();
        case INTERRUPTED -> assertThat(bus.record(order.number()).failure()).isNotNull();
        case FAILED, CANCELLED, EXPIRED, SUBMITTED, ACCEPTED, RUNNING ->
            throw new AssertionError(story + " " + bus.record(order.number()).failure());
      }
      told.add(story);
    }
    assertThat(told).as("boundaries").hasSizeGreaterThan(10);
    return told;
  }
}
