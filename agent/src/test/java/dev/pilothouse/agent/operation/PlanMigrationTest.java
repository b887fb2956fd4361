package dev.pilothouse.agent.operation;

import static dev.pilothouse.agent.operation.TwoHosts.FOLDER;
import static dev.pilothouse.agent.operation.TwoHosts.MIB;
import static dev.pilothouse.agent.operation.TwoHosts.disk;
import static dev.pilothouse.agent.operation.TwoHosts.migrate;
import static dev.pilothouse.agent.operation.TwoHosts.options;
import static dev.pilothouse.agent.operation.TwoHosts.thin;
import static dev.pilothouse.agent.operation.TwoHosts.to;
import static dev.pilothouse.agent.operation.TwoHosts.volume;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.agent.hypervisor.Snapshots.NewSnapshot;
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

  @Test
  void aFreeWayIsSaidWithWhatItTakes() {
    volume(hosts.here, thin("web.qcow2"), new byte[(int) MIB]);
    VmRef vm = hosts.running(disk("vda", "web.qcow2"));
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
    hosts.done(migrate(hosts.running("")));
    VmRef second = hosts.vm("second", "");
    hosts.here.start(second.uuid());
    MigrationPlan plan = hosts.plan(second);
    assertThat(plan.linkKnownBy()).isEqualTo("the last migration to h2");
    assertThat(plan.linkBytesPerSecond()).isGreaterThan(100 * MIB);
  }

  @Test
  void aHostThatDoesNotAnswer() {
    VmRef vm = hosts.running("");
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
    VmRef vm = hosts.running("");
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
    hosts.blocked(
        hosts.running(""),
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
    hosts.blocked(
        vm, "It has snapshots (s1), and libvirt migrates no VM that has.", "snapshot delete");
  }

  @Test
  void whatIsKeptInFilesOfTheHostComesAlongWithTheMemoryOnly() {
    VmRef vm = hosts.vm("web", "<tpm model=\"tpm-crb\"><backend type=\"emulator\"/></tpm>");
    hosts.blocked(
        vm,
        "Its TPM lies in files of this host, and a VM that is off would leave them behind.",
        "while it runs");
    hosts.here.start(vm.uuid());
    assertThat(hosts.plan(vm).possible()).isTrue();
  }

  @Test
  void theSameNameAndTheSameUuid() {
    VmRef vm = hosts.running("");
    hosts.there.define(TestVm.xml("kvm", "web"));
    hosts.blocked(vm, "Another VM has the name web on h2.", "vm rename");

    VmRef twin = hosts.vm("twin", "");
    hosts.there.define(hosts.here.secureXml(twin.uuid()));
    hosts.blocked(
        twin,
        "h2 has a VM of the same UUID, which is shut off there.",
        "delete the other's definition");
  }

  @Test
  void tooLittleMemory() {
    VmRef vm = hosts.running("");
    stage.on(
        "there.facts",
        real -> {
          HostFacts f = (HostFacts) Objects.requireNonNull(real.get());
          return new HostFacts(f.uri(), "", 1, 1 << 30, 64 * MIB, 0, "", "", "", true);
        });
    hosts.blocked(vm, "h2 has 64 MiB of memory left, and it needs 128 MiB.", "another host");
  }

  @Test
  void aCpuThatCannotBeHad() {
    VmRef vm = hosts.running("");
    stage.on("there.migrations.cpuProblem", real -> "it lacks avx2.");
    hosts.blocked(vm, "Its CPU cannot be had on h2: it lacks avx2.", "CPU model");
  }

  @Test
  void aHostWithoutKvm() {
    VmRef vm = hosts.running("");
    stage.on(
        "there.capabilities",
        real -> {
          throw new OperationException(ErrorCode.UNSUPPORTED, "no kvm");
        });
    hosts.blocked(vm, "h2 runs no guests of type kvm.", "/dev/kvm");
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
    hosts.blocked(
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
    hosts.blocked(vm, "h2 has no network lan.", "net create");
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
    hosts.blocked(vm, "The network lan is not active on h2.", "net start");

    VmRef bridged = hosts.vm("bridged", BRIDGE);
    assertThat(hosts.plan(bridged).warnings())
        .singleElement()
        .satisfies(found -> assertThat(found.what()).contains("br7"));
  }

  @Test
  void aVmThatMigratesAlready() {
    VmRef vm = hosts.running("");
    var order = hosts.submit(migrate(vm, options(MIB / 2, false, Duration.ofMinutes(5))));
    hosts.untilUnderWay(vm);
    assertThat(hosts.plan(vm).blockers())
        .extracting(Finding::what)
        .contains("It migrates already.", "h2 still has what arrived of it before.");
    hosts.bus.cancel(order, true);
    hosts.ended(order);
  }
}
