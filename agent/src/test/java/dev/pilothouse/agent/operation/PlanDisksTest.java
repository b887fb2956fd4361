package dev.pilothouse.agent.operation;

import static dev.pilothouse.agent.operation.TwoHosts.FOLDER;
import static dev.pilothouse.agent.operation.TwoHosts.MIB;
import static dev.pilothouse.agent.operation.TwoHosts.cd;
import static dev.pilothouse.agent.operation.TwoHosts.disk;
import static dev.pilothouse.agent.operation.TwoHosts.thin;
import static dev.pilothouse.agent.operation.TwoHosts.volume;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.agent.hypervisor.Disks;
import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.hypervisor.simulated.Neighbourhood;
import dev.pilothouse.fleet.model.HostTerms.MigrationAddress;
import dev.pilothouse.fleet.model.HostTerms.Transport;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.MigrationOperation.Destination;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.MigrationPlan.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of its disks stands in a migration's way, each with what to do about it. */
class PlanDisksTest {
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
  void poolsThatAreMissingOrOff() {
    String pool =
        "<pool type=\"%s\"><name>fast</name><uuid>11111111-2222-4333-8444-555555555555</uuid>"
            + "<target><path>/srv/fast</path></target></pool>";
    hosts.here.storage().definePool(pool.formatted("dir"));
    hosts.here.storage().startPool("fast");
    hosts.here.storage().createVolume("fast", thin("web.qcow2"));
    VmRef vm = hosts.running(disk("vda", "web.qcow2").replace(FOLDER, "/srv/fast/"));
    hosts.blocked(vm, "h2 has no pool of the folder /srv/fast, for disk vda.", "pool create");
    hosts.there.storage().definePool(pool.formatted("dir"));
    hosts.blocked(vm, "The pool fast is not active on h2.", "pool start");
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
        hosts.running(
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
    VmRef vm = hosts.running(disk("vda", "web.qcow2").replace(FOLDER, "/elsewhere/"));
    hosts.blocked(
        vm, "/elsewhere/web.qcow2 (disk vda) is no volume of an active pool here.", "pool create");
  }

  @Test
  void aFileOfThatNameIsNeverWrittenOver() {
    volume(hosts.here, thin("web.qcow2"), (byte) 1);
    volume(hosts.there, thin("web.qcow2"), (byte) 2);
    VmRef vm = hosts.running(disk("vda", "web.qcow2"));
    hosts.blocked(
        vm, FOLDER + "web.qcow2 (disk vda) is on h2 already, and is another file.", "nobody's");
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
    VmRef vm = hosts.running(disk("vda", "web.qcow2"));
    hosts.blocked(
        vm, FOLDER + "base.qcow2, which lies beneath disk vda, is another file on h2.", "nobody's");
  }

  @Test
  void aMediumThatIsNotThere() {
    volume(hosts.here, NewVolume.thin("large.iso", "raw", 80 * MIB), new byte[(int) (65 * MIB)]);
    VmRef vm = hosts.running(cd("sda", "large.iso"));
    hosts.blocked(vm, FOLDER + "large.iso, the medium in sda, is not on h2.", "vm eject web sda");
    volume(hosts.there, NewVolume.thin("large.iso", "raw", 80 * MIB), (byte) 1);
    assertThat(hosts.plan(vm).possible()).isTrue();
  }

  @Test
  void aPoolWithoutRoom() {
    volume(hosts.here, thin("web.qcow2"), new byte[(int) MIB]);
    VmRef vm = hosts.running(disk("vda", "web.qcow2"));
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
    hosts.blocked(
        vm, "Pool default on h2 has 1 KiB left, and 1 MiB are needed.", "Free space there");
  }

  @Test
  void aDiskThatOthersHaveToo() {
    volume(hosts.here, thin("web.qcow2"), (byte) 1);
    VmRef vm = hosts.running(disk("vda", "web.qcow2"));
    hosts.vm("other", disk("vda", "web.qcow2"));
    hosts.blocked(vm, "Its disk vda is shared with other.", "Detach it there");
  }

  @Test
  void aDiskThatIsWorkedOn() {
    volume(hosts.here, thin("web.qcow2"), (byte) 1);
    VmRef vm = hosts.running(disk("vda", "web.qcow2"));
    stage.on("here.disks.job", real -> Optional.of(new Disks.Job("", 1, 2)));
    hosts.blocked(vm, "Another job is at work on disk vda.", "virsh blockjob");
  }

  @Test
  void aTunnelCarriesNoDisks() {
    volume(hosts.here, thin("web.qcow2"), (byte) 1);
    VmRef vm = hosts.running(disk("vda", "web.qcow2"));
    Destination tunnelled =
        new Destination("h2", new MigrationAddress(Neighbourhood.uri("h2"), "", Transport.TUNNEL));
    hosts.refused(
        new MigrateVm(vm, tunnelled, MigrationOptions.standard(), null, null, ""),
        ErrorCode.UNSUPPORTED,
        "through a tunnel, which carries no disks");
    hosts.isOnlyHere(vm, VmState.RUNNING);
  }
}
