package dev.pilothouse.dist.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.dist.e2e.Program.Outcome;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** The disks of a guest that runs, over SSH; judged by virsh, the guest's kernel and ls. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(600)
class DisksOnLibvirtIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String FOLDER = "/var/lib/libvirt/images";

  private final Lab lab = Lab.open();
  private final LabHost host = lab.host("h1");
  private final OpenSsh admin = OpenSsh.with(lab.directory().resolve("home"), "root");
  private final Installation pilothouse =
      new Installation(lab.directory(), admin.home(), host.uri());
  private final Guest web = Guest.tiny("web").withAppend("loglevel=7");

  @BeforeAll
  void setUp() {
    host.define(web);
    await().atMost(LIMIT).until(() -> ssh("vm", "list", "-o", "name").output().contains("h1/web"));
    done(ssh("vm", "start", "web"));
    await().atMost(LIMIT).until(() -> host.serial(web).contains("LAB-READY"));
  }

  @AfterAll
  void tearDown() {
    pilothouse.close();
    lab.close();
  }

  @Test
  @Order(1)
  void aPoolIsMade() {
    done(ssh("pool", "create", "default", "--path", FOLDER));
    assertThat(host.virsh("pool-info", "default"))
        .containsPattern("State: +running")
        .containsPattern("Autostart: +yes");
    assertThat(ssh("pool", "list").output()).contains("default", "active");
    assertThat(ssh("pool", "create", "default", "--path", "/srv").status()).isEqualTo(5);
    Outcome folder = ssh("pool", "create", "other", "--path", FOLDER);
    assertThat(folder.status()).isEqualTo(5);
    assertThat(folder.errors()).contains("default has that folder");
  }

  @Test
  @Order(2)
  void aRunningGuestGetsADisk() {
    Outcome made = done(ssh("disk", "create", "web", "--size", "64M"));
    assertThat(made.errors()).contains("vda");
    assertThat(disks()).contains(FOLDER + "/web-1.qcow2");
    assertThat(defined()).contains(FOLDER + "/web-1.qcow2");
    assertThat(host.virsh("dumpxml", "web")).contains("type='qcow2'");
    awaitKernel("[vda] 131072 512-byte logical blocks");
    assertThat(ssh("disk", "list", "web").output()).contains("vda", "64 MiB", "default");
    assertThat(ssh("disk", "list", "--unused").output()).doesNotContain("web-1");
  }

  @Test
  @Order(3)
  void aVolumeInUseIsNotDeleted() {
    Outcome refused = ssh("disk", "delete", "default/web-1.qcow2", "--yes");
    assertThat(refused.status()).isEqualTo(5);
    assertThat(refused.errors()).contains("in use by the VM web");
    assertThat(files()).contains("web-1.qcow2");
    Outcome stop = ssh("pool", "stop", "default");
    assertThat(stop.status()).isEqualTo(5);
    assertThat(stop.errors()).contains("web");
  }

  @Test
  @Order(4)
  void itGrowsAndTheGuestIsTold() {
    done(ssh("disk", "grow", "web", "vda", "96M"));
    assertThat(host.virsh("domblkinfo", "web", "vda")).containsPattern("Capacity: +100663296");
    awaitKernel("196608 512-byte logical blocks");
    assertThat(ssh("disk", "list", "web").output()).contains("96 MiB");
    assertThat(ssh("disk", "grow", "web", "vda", "32M").status()).isEqualTo(2);
  }

  @Test
  @Order(5)
  void theGuestLetsGo() {
    done(ssh("disk", "detach", "web", "vda", "--patience", "100s"));
    assertThat(disks()).doesNotContain("web-1");
    assertThat(defined()).doesNotContain("web-1");
    assertThat(files()).contains("web-1.qcow2");
    assertThat(ssh("disk", "list", "--unused").output()).contains("web-1.qcow2");
  }

  @Test
  @Order(6)
  void aGuestThatDoesNotLetGoKeepsTheDisk() {
    done(
        ssh(
            "disk",
            "attach",
            "web",
            "default/web-1.qcow2",
            "--cache",
            "none",
            "--io",
            "native",
            "--iops",
            "300",
            "--target",
            "vdc"));
    assertThat(host.virsh("blkdeviotune", "web", "vdc")).containsPattern("total_iops_sec *: 300");
    assertThat(host.virsh("dumpxml", "--inactive", "web"))
        .contains("cache='none'", "io='native'", "<total_iops_sec>300</total_iops_sec>");
    done(ssh("vm", "pause", "web"));

    Outcome silent = ssh("disk", "detach", "web", "vdc", "--patience", "3s");
    assertThat(silent.status()).isEqualTo(1);
    assertThat(silent.errors()).contains("did not let go of vdc within 3 s");
    assertThat(disks()).contains("web-1");
    assertThat(defined()).contains("web-1");

    // It was asked, and lets go as soon as it can; what is left in the definition goes by hand.
    done(ssh("vm", "resume", "web"));
    await().atMost(LIMIT).until(() -> !disks().contains("web-1"));
    await().atMost(LIMIT).until(() -> !ssh("disk", "list", "web").output().contains("vdc"));
    done(ssh("disk", "detach", "web", "vdc"));
    assertThat(defined()).doesNotContain("web-1");
  }

  @Test
  @Order(7)
  void whatIsDangerousIsRefused() {
    host.exec(
        List.of(
            "qemu-img",
            "create",
            "-q",
            "-f",
            "qcow2",
            "-b",
            "web-1.qcow2",
            "-F",
            "qcow2",
            FOLDER + "/clone.qcow2"));
    host.exec(
        List.of(
            "qemu-img",
            "create",
            "-q",
            "-u",
            "-f",
            "qcow2",
            "-b",
            "/etc/shadow",
            "-F",
            "raw",
            FOLDER + "/evil.qcow2",
            "1M"));
    done(ssh("pool", "refresh", "default"));
    Outcome beneath = ssh("disk", "delete", "default/web-1.qcow2", "--yes");
    assertThat(beneath.status()).isEqualTo(5);
    assertThat(beneath.errors()).contains("the volume default/clone.qcow2");
    assertThat(ssh("disk", "attach", "web", "default/web-1.qcow2").status()).isEqualTo(5);

    Outcome evil = ssh("disk", "attach", "web", "default/evil.qcow2");
    assertThat(evil.status()).isEqualTo(2);
    assertThat(evil.errors()).contains("/etc/shadow", "backing file");
    Outcome unknown = ssh("disk", "attach", "web", "/etc/passwd");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.errors()).contains("--format");
    assertThat(ssh("disk", "create", "web", "--size", "900T").errors()).contains("do not fit");
    assertThat(files()).doesNotContain("web-2");
    assertThat(disks()).doesNotContain(FOLDER);
  }

  @Test
  @Order(8)
  void aFailedAttachmentLeavesNoVolume() {
    Outcome failed =
        ssh("disk", "create", "web", "--size", "16M", "--bus", "scsi", "--io", "native");
    assertThat(failed.status()).isEqualTo(2);
    Outcome taken = ssh("disk", "create", "web", "--size", "16M", "--target", "vda;x");
    assertThat(taken.status()).isEqualTo(2);
    assertThat(files()).doesNotContain("web-2");
  }

  @Test
  @Order(9)
  void aStoppedVmsDisksChangeInItsDefinition() {
    done(ssh("vm", "force-off", "web", "--yes"));
    done(ssh("disk", "delete", "default/clone.qcow2", "--yes"));
    done(ssh("disk", "attach", "web", "default/web-1.qcow2"));
    assertThat(defined()).contains("vda", "web-1");
    done(ssh("disk", "grow", "web", "vda", "+32M"));
    assertThat(host.virsh("vol-info", "--bytes", "--pool", "default", "web-1.qcow2"))
        .containsPattern("Capacity: +134217728");
    done(ssh("disk", "detach", "web", "vda"));
    assertThat(defined()).doesNotContain("web-1");
    done(ssh("disk", "delete", "default/web-1.qcow2", "--yes"));
    done(ssh("disk", "delete", "default/evil.qcow2", "--yes"));
    assertThat(files()).isEmpty();
  }

  @Test
  @Order(10)
  void aVolumeWithoutAVmAndThePoolsEnd() {
    done(
        ssh(
            "disk",
            "create",
            "--pool",
            "default",
            "--name",
            "full.img",
            "--format",
            "raw",
            "--size",
            "8M",
            "--preallocate"));
    assertThat(host.virsh("vol-info", "--bytes", "--pool", "default", "full.img"))
        .containsPattern("Allocation: +8388608");
    done(ssh("pool", "autostart", "default", "off"));
    done(ssh("pool", "stop", "default"));
    assertThat(host.virsh("pool-info", "default")).containsPattern("State: +inactive");
    done(ssh("pool", "start", "default"));
    done(ssh("pool", "delete", "default", "--yes"));
    assertThat(host.virsh("pool-list", "--all")).doesNotContain("default");
    assertThat(files()).isEqualTo("full.img");
  }

  private String disks() {
    return host.virsh("domblklist", "web");
  }

  private String defined() {
    return host.virsh("domblklist", "--inactive", "web");
  }

  private String files() {
    return host.exec(List.of("ls", FOLDER));
  }

  private void awaitKernel(String words) {
    await().atMost(LIMIT).untilAsserted(() -> assertThat(host.serial(web)).contains(words));
  }

  private Outcome ssh(String... words) {
    return admin.run(pilothouse.port(), "", words);
  }

  private static Outcome done(Outcome outcome) {
    assertThat(outcome.status()).as("%s", outcome).isZero();
    return outcome;
  }
}
