package dev.pilothouse.agent.operation;

import static dev.pilothouse.agent.operation.TwoHosts.FOLDER;
import static dev.pilothouse.agent.operation.TwoHosts.MIB;
import static dev.pilothouse.agent.operation.TwoHosts.cd;
import static dev.pilothouse.agent.operation.TwoHosts.disk;
import static dev.pilothouse.agent.operation.TwoHosts.migrate;
import static dev.pilothouse.agent.operation.TwoHosts.options;
import static dev.pilothouse.agent.operation.TwoHosts.to;
import static dev.pilothouse.agent.operation.TwoHosts.volume;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.agent.hypervisor.Disks;
import dev.pilothouse.agent.hypervisor.Snapshots.NewSnapshot;
import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.hypervisor.TestVm;
import dev.pilothouse.agent.hypervisor.simulated.Neighbourhood;
import dev.pilothouse.fleet.model.HostFacts;
import dev.pilothouse.fleet.model.HostTerms.MigrationAddress;
import dev.pilothouse.fleet.model.HostTerms.Transport;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.MigrationOperation.Destination;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.MigrationOperation.PlanMigration;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.MigrationPlan;
import dev.pilothouse.fleet.operation.MigrationPlan.Convergence;
import dev.pilothouse.fleet.operation.MigrationPlan.Finding;
import dev.pilothouse.fleet.operation.MigrationPlan.State;
import dev.pilothouse.fleet.operation.MigrationPlan.Travel;
import dev.pilothouse.fleet.operation.OperationException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in a migration's way, each with what to do about it. */
class PlanMigrationTest {
  private static final String NETWORK =
      "<interface type=\"network\"><source network=\"lan\"/>"
          + "<mac address=\"52:54:00:00:00:01\"/></interface>";
  private static final String BRIDGE =
      "<interface type=\"bridge\"><source bridge=\"br7\"/>"
          + "<mac address=\"52:54:00:00:00:02\"/></interface>";

  @TempDir Path state;

  private final Staged stage = new Staged();
  private TwoHosts hosts;

  @BeforeEach
  void setUp() throws IOException {
    hosts = new TwoHosts(state, Neighbourhood.apart());
    hosts.start(stage.host(hosts.here));
  }

  @AfterEach
  void close() {
    hosts.close();
  }

  private VmRef running(String devices) {
    VmRef vm = hosts.vm("web", devices);
    hosts.here.start(vm.uuid());
    return vm;
  }

  private void blocked(VmRef vm, String what, String toDo) {
    blocked(vm, MigrationOptions.standard(), what, toDo);
  }

  private void blocked(VmRef vm, MigrationOptions options, String what, String toDo) {
    List<Finding> blockers = hosts.plan(vm, options).blockers();
    assertThat(blockers).hasSize(1);
    assertThat(blockers.getFirst().what()).isEqualTo(what);
    assertThat(blockers.getFirst().toDo()).contains(toDo);
    String message =
        Objects.requireNonNull(hosts.ended(hosts.submit(migrate(vm, options))).failure()).message();
    assertThat(message).isEqualTo(what);
    assertThat(hosts.here.find(vm.uuid())).isPresent();
    hosts.noProbes();
  }

  private static NewVolume thin(String name) {
    return NewVolume.thin(name, "qcow2", 64 * MIB);
  }

  @Test
  void aFreeWayIsSaidWithWhatItTakes() {
    volume(hosts.here, thin("web.qcow2"), new byte[(int) MIB]);
    VmRef vm = running(disk("vda", "web.qcow2"));
    stage.on("here.migrations.dirtyRate", real -> Optional.of(1000L));
    MigrationPlan plan = hosts.plan(vm);
    assertThat(plan.possible()).isTrue();
    assertThat(plan.warnings()).isEmpty();
    assertThat(plan.from()).isEqualTo("h1");
    assertThat(plan.to()).isEqualTo("h2");
    assertThat(plan.state()).isEqualTo(State.RUNNING);
    assertThat(plan.memoryBytes()).isEqualTo(128 * MIB);
    assertThat(plan.disks())
        .containsExactly(
            new MigrationPlan.DiskPlan("vda", FOLDER + "web.qcow2", Travel.COPIED, MIB));
    assertThat(plan.linkKnownBy()).startsWith("assumed");
    assertThat(plan.convergence()).isEqualTo(Convergence.YES);
    assertThat(plan.expectedMillis()).isBetween(1000L, 3000L);
    assertThat(plan.expectedDowntimeMillis()).isBetween(1L, 300L);
    assertThat(plan.basis().disks()).containsExactly("vda=" + FOLDER + "web.qcow2");

    stage.on("here.migrations.dirtyRate", real -> Optional.of(1L << 40));
    assertThat(hosts.plan(vm).convergence()).isEqualTo(Convergence.NO);
    assertThat(hosts.plan(vm, options(0, true, null)).convergence()).isEqualTo(Convergence.YES);
  }

  @Test
  void theLastMigrationTellsWhatTheLineCarries() {
    hosts.done(migrate(running("")));
    VmRef second = hosts.vm("second", "");
    hosts.here.start(second.uuid());
    MigrationPlan plan = hosts.plan(second);
    assertThat(plan.linkKnownBy()).isEqualTo("the last migration to h2");
    assertThat(plan.linkBytesPerSecond()).isGreaterThan(100 * MIB);
  }

  @Test
  void aHostThatDoesNotAnswer() {
    VmRef vm = running("");
    Destination nobody =
        new Destination("h9", new MigrationAddress(Neighbourhood.uri("h9"), "", Transport.PLAIN));
    hosts.refused(
        new PlanMigration(vm, nobody, MigrationOptions.standard()),
        ErrorCode.HOST_UNREACHABLE,
        "h9 cannot be asked");
    hosts.refused(
        new MigrateVm(vm, nobody, MigrationOptions.standard(), null, null, ""),
        ErrorCode.HOST_UNREACHABLE,
        "h9 cannot be asked");
    hosts.isOnlyHere(vm, VmState.RUNNING);
  }

  @Test
  void anAddressThatLeadsToAnotherHost() {
    VmRef vm = running("");
    Destination wrong = new Destination("h3", to().address());
    hosts.refused(
        new MigrateVm(vm, wrong, MigrationOptions.standard(), null, null, ""),
        ErrorCode.BAD_INPUT,
        "At the address of h3, simulated://h2, the host h2 answers.");
    Destination same =
        new Destination("h1", new MigrationAddress(Neighbourhood.uri("h1"), "", Transport.PLAIN));
    hosts.refused(
        new MigrateVm(vm, same, MigrationOptions.standard(), null, null, ""),
        ErrorCode.BAD_INPUT,
        "It is on h1 already.");
  }

  @Test
  void aVmThatRunsThoughOfflineWasAsked() {
    blocked(
        running(""),
        new MigrationOptions(0, null, false, false, false, true, null),
        "It is running, and only a stopped VM was meant.",
        "Shut it down");
  }

  @Test
  void snapshots() {
    VmRef vm = hosts.vm("web", "");
    hosts
        .here
        .snapshots()
        .create(vm.uuid(), new NewSnapshot("s1", "", List.of(), List.of(), false, null, false));
    blocked(vm, "It has snapshots (s1), and libvirt migrates no VM that has.", "snapshot delete");
  }

  @Test
  void whatIsKeptInFilesOfTheHostComesAlongWithTheMemoryOnly() {
    VmRef vm = hosts.vm("web", "<tpm model=\"tpm-crb\"><backend type=\"emulator\"/></tpm>");
    blocked(
        vm,
        "Its TPM lies in files of this host, and a VM that is off would leave them behind.",
        "while it runs");
    hosts.here.start(vm.uuid());
    assertThat(hosts.plan(vm).possible()).isTrue();
  }

  @Test
  void theSameNameAndTheSameUuid() {
    VmRef vm = running("");
    hosts.there.define(TestVm.xml("kvm", "web"));
    blocked(vm, "Another VM has the name web on h2.", "vm rename");

    VmRef twin = hosts.vm("twin", "");
    hosts.there.define(hosts.here.secureXml(twin.uuid()));
    blocked(
        twin,
        "h2 has a VM of the same UUID, which is shut off there.",
        "delete the other's definition");
  }

  @Test
  void tooLittleMemory() {
    VmRef vm = running("");
    stage.on(
        "there.facts",
        real -> {
          HostFacts f = (HostFacts) Objects.requireNonNull(real.get());
          return new HostFacts(f.uri(), "", 1, 1 << 30, 64 * MIB, 0, "", "", "", true);
        });
    blocked(vm, "h2 has 64 MiB of memory left, and it needs 128 MiB.", "another host");
  }

  @Test
  void aCpuThatCannotBeHad() {
    VmRef vm = running("");
    stage.on("there.migrations.cpuProblem", real -> "it lacks avx2.");
    blocked(vm, "Its CPU cannot be had on h2: it lacks avx2.", "CPU model");
  }

  @Test
  void aHostWithoutKvm() {
    VmRef vm = running("");
    stage.on(
        "there.capabilities",
        real -> {
          throw new OperationException(ErrorCode.UNSUPPORTED, "no kvm");
        });
    blocked(vm, "h2 runs no guests of type kvm.", "/dev/kvm");
  }

  @Test
  void hostDevices() {
    String device =
        """
        <hostdev mode="subsystem" type="pci"><source>
        <address domain="0x0000" bus="0x01" slot="0x00" function="0x0"/></source></hostdev>
        """;
    VmRef vm = hosts.vm("web", device);
    assertThat(hosts.plan(vm).warnings())
        .singleElement()
        .satisfies(found -> assertThat(found.what()).contains("pci 0000:01:00.0"));
    hosts.here.start(vm.uuid());
    blocked(
        vm,
        "It holds devices of this host (pci 0000:01:00.0), which cannot travel.",
        "Detach them");
  }

  @Test
  void hugePagesCannotBeSeen() {
    String xml =
        TestVm.xml("kvm", "web")
            .replace("<vcpu>", "<memoryBacking><hugepages/></memoryBacking><vcpu>");
    VmRef vm = new VmRef("h1", hosts.here.define(xml));
    assertThat(hosts.plan(vm).warnings())
        .singleElement()
        .satisfies(found -> assertThat(found.what()).contains("huge pages"));
  }

  @Test
  void networksAndBridges() {
    VmRef vm = hosts.vm("web", NETWORK);
    blocked(vm, "h2 has no network lan.", "net create");
    hosts
        .there
        .networks()
        .define(
            "<network><name>lan</name><uuid>11111111-2222-4333-8444-555555555555</uuid></network>");
    assertThat(hosts.plan(vm).possible()).isTrue();
    hosts
        .here
        .networks()
        .define(
            "<network><name>lan</name><uuid>11111111-2222-4333-8444-555555555556</uuid></network>");
    hosts.here.networks().start("lan");
    hosts.here.start(vm.uuid());
    blocked(vm, "The network lan is not active on h2.", "net start");

    VmRef bridged = hosts.vm("bridged", BRIDGE);
    assertThat(hosts.plan(bridged).warnings())
        .singleElement()
        .satisfies(found -> assertThat(found.what()).contains("br7"));
  }

  @Test
  void poolsThatAreMissingOrOff() {
    String pool =
        "<pool type=\"%s\"><name>fast</name><uuid>11111111-2222-4333-8444-555555555555</uuid>"
            + "<target><path>/srv/fast</path></target></pool>";
    hosts.here.storage().definePool(pool.formatted("dir"));
    hosts.here.storage().startPool("fast");
    hosts.here.storage().createVolume("fast", thin("web.qcow2"));
    VmRef vm = running(disk("vda", "web.qcow2").replace(FOLDER, "/srv/fast/"));
    blocked(vm, "h2 has no pool of the folder /srv/fast, for disk vda.", "pool create");
    hosts.there.storage().definePool(pool.formatted("dir"));
    blocked(vm, "The pool fast is not active on h2.", "pool start");
    hosts.there.storage().startPool("fast");
    assertThat(hosts.plan(vm).possible()).isTrue();
  }

  @Test
  void poolsOfDevicesCannotBeProven() {
    hosts
        .here
        .storage()
        .definePool(
            "<pool type=\"logical\"><name>vg</name>"
                + "<uuid>11111111-2222-4333-8444-555555555555</uuid>"
                + "<target><path>/dev/vg</path></target></pool>");
    hosts.here.storage().startPool("vg");
    hosts.here.storage().createVolume("vg", NewVolume.thin("web", "raw", MIB));
    VmRef vm =
        running(
            "<disk type=\"block\" device=\"disk\"><source dev=\"/dev/vg/web\"/>"
                + "<target dev=\"vda\" bus=\"virtio\"/></disk>");
    assertThat(hosts.plan(vm).blockers())
        .extracting(Finding::what)
        .contains(
            "Pool vg of disk vda is of type logical; whether h2 sees the same volume cannot be"
                + " proven.");
  }

  @Test
  void aDiskInNoPool() {
    VmRef vm = running(disk("vda", "web.qcow2").replace(FOLDER, "/elsewhere/"));
    blocked(
        vm, "/elsewhere/web.qcow2 (disk vda) is no volume of an active pool here.", "pool create");
  }

  @Test
  void aFileOfThatNameIsNeverWrittenOver() {
    volume(hosts.here, thin("web.qcow2"), (byte) 1);
    volume(hosts.there, thin("web.qcow2"), (byte) 2);
    VmRef vm = running(disk("vda", "web.qcow2"));
    blocked(vm, FOLDER + "web.qcow2 (disk vda) is on h2 already, and is another file.", "nobody's");
    assertThat(hosts.there.storage().download(FOLDER + "web.qcow2", 0, 2)).startsWith((byte) 2);
  }

  @Test
  void aBaseOfAnotherSize() {
    volume(hosts.here, thin("base.qcow2"), (byte) 1);
    volume(hosts.there, NewVolume.thin("base.qcow2", "qcow2", 65 * MIB), (byte) 1);
    volume(
        hosts.here,
        NewVolume.overlay("web.qcow2", 64 * MIB, FOLDER + "base.qcow2", "qcow2"),
        (byte) 3);
    VmRef vm = running(disk("vda", "web.qcow2"));
    blocked(
        vm, FOLDER + "base.qcow2, which lies beneath disk vda, is another file on h2.", "nobody's");
  }

  @Test
  void aMediumThatIsNotThere() {
    volume(hosts.here, NewVolume.thin("large.iso", "raw", 80 * MIB), new byte[(int) (65 * MIB)]);
    VmRef vm = running(cd("sda", "large.iso"));
    blocked(vm, FOLDER + "large.iso, the medium in sda, is not on h2.", "vm eject web sda");
    volume(hosts.there, NewVolume.thin("large.iso", "raw", 80 * MIB), (byte) 1);
    assertThat(hosts.plan(vm).possible()).isTrue();
  }

  @Test
  void aPoolWithoutRoom() {
    volume(hosts.here, thin("web.qcow2"), new byte[(int) MIB]);
    VmRef vm = running(disk("vda", "web.qcow2"));
    hosts
        .there
        .storage()
        .createVolume("default", new NewVolume("big", "raw", 8189L << 30, true, null, null));
    hosts
        .there
        .storage()
        .createVolume(
            "default",
            new NewVolume(
                "rest",
                "raw",
                hosts.there.storage().pools().getFirst().availableBytes() - 1024,
                true,
                null,
                null));
    blocked(vm, "Pool default on h2 has 1 KiB left, and 1 MiB are needed.", "Free space there");
  }

  @Test
  void aDiskThatOthersHaveToo() {
    volume(hosts.here, thin("web.qcow2"), (byte) 1);
    VmRef vm = running(disk("vda", "web.qcow2"));
    hosts.vm("other", disk("vda", "web.qcow2"));
    blocked(vm, "Its disk vda is shared with other.", "Detach it there");
  }

  @Test
  void aDiskThatIsWorkedOn() {
    volume(hosts.here, thin("web.qcow2"), (byte) 1);
    VmRef vm = running(disk("vda", "web.qcow2"));
    stage.on("here.disks.job", real -> Optional.of(new Disks.Job("", 1, 2)));
    blocked(vm, "Another job is at work on disk vda.", "virsh blockjob");
  }

  @Test
  void aTunnelCarriesNoDisks() {
    volume(hosts.here, thin("web.qcow2"), (byte) 1);
    VmRef vm = running(disk("vda", "web.qcow2"));
    Destination tunnelled =
        new Destination("h2", new MigrationAddress(Neighbourhood.uri("h2"), "", Transport.TUNNEL));
    hosts.refused(
        new MigrateVm(vm, tunnelled, MigrationOptions.standard(), null, null, ""),
        ErrorCode.UNSUPPORTED,
        "through a tunnel, which carries no disks");
    hosts.isOnlyHere(vm, VmState.RUNNING);
  }

  @Test
  void aVmThatMigratesAlready() {
    VmRef vm = running("");
    var order = hosts.submit(migrate(vm, options(MIB / 2, false, Duration.ofMinutes(5))));
    hosts.untilUnderWay(vm);
    assertThat(hosts.plan(vm).blockers())
        .extracting(Finding::what)
        .contains("It migrates already.", "h2 still has what arrived of it before.");
    hosts.bus.cancel(order, true);
    hosts.ended(order);
  }
}
