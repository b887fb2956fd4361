package dev.pilothouse.dist.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.dist.e2e.Program.Outcome;
import dev.pilothouse.lab.CommandFailedException;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * From an empty host to a guest that people log in to, and back to an empty host. The judges are
 * the guest itself, asked over ssh, and virsh and ls.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(900)
class CloudGuestIT {
  /** It boots in a minute, emulated, on a machine without other work. */
  private static final Duration BOOT = Duration.ofMinutes(8);

  /** Of the password "lab", as openssl-passwd(1) makes it. */
  private static final String HASH =
      "$6$seasalt$iY94tnd4vFH4FsDCuyhlaBXb.9ymTeIrol6Q2Y8IJgyIGriAcVo4avl7OGlE78axacx8AzlCVx4kh0Us8Uzot.";

  private static final String FOLDER = "/var/lib/libvirt/images/pilothouse";
  private static final Pattern LEASE = Pattern.compile("192\\.168\\.50\\.[0-9]+");

  private final Lab lab = Lab.open();
  private final LabHost host = lab.host("h1");
  private final OpenSsh admin = OpenSsh.with(lab.directory().resolve("home"), "root");
  private final Installation pilothouse =
      new Installation(lab.directory(), admin.home(), host.uri());
  private String address = "";

  @BeforeAll
  void setUp() {
    await().atMost(BOOT).until(() -> ssh("host", "list").output().contains("online"));
  }

  @AfterAll
  void tearDown() {
    pilothouse.close();
    lab.close();
  }

  @Test
  @Order(1)
  void anEmptyHostGetsANetworkAndAnImage() {
    done(
        ssh(
            "net",
            "create",
            "lan",
            "--address",
            "192.168.50.1/24",
            "--dhcp",
            "192.168.50.10-192.168.50.99"));
    done(ssh("image", "add", "debian-12", Lab.cloudImage().toString()));
    assertThat(ssh("image", "list").output()).contains("debian-12", "900 MiB");
  }

  @Test
  @Order(2)
  void oneCommandMakesAReachableVm() {
    done(
        ssh(
            "vm",
            "create",
            "web01",
            "--image",
            "debian-12",
            "--cpu",
            "1",
            "--memory",
            "512M",
            "--disk",
            "3G",
            "--network",
            "lan",
            "--user",
            "ops",
            "--ssh-key",
            "'" + admin.publicKey() + "'",
            "--password-hash",
            "'" + HASH + "'",
            "--hostname",
            "web01.example.org",
            "--start"));
    await().atMost(BOOT).until(() -> LEASE.matcher(ssh("vm", "list").output()).find());
    Matcher lease = LEASE.matcher(ssh("vm", "list").output());
    assertThat(lease.find()).isTrue();
    address = lease.group();
    await().atMost(BOOT).until(() -> ssh("net", "show", "lan").output().contains(address));

    awaitGuest("cloud-init status --wait >/dev/null; echo booted", "booted");
    assertThat(guest("cat /proc/sys/kernel/hostname")).startsWith("web01");
    assertThat(guest("sudo id -un")).isEqualTo("root");
    assertThat(guest("sudo grep ^ops: /etc/shadow")).startsWith("ops:" + HASH + ":");
    assertThat(ssh("op", "list", "-o", "json").output())
        .contains("web01")
        .doesNotContain(HASH.substring(HASH.lastIndexOf('$')));
    assertThat(Long.parseLong(guest("df --output=size -B1 / | tail -n 1").strip()))
        .as("the guest uses the disk that it was given, not the image's size")
        .isGreaterThan(2_500_000_000L);
    String uuid = host.virsh("domuuid", "web01").strip();
    assertThat(guest("sudo cat /var/lib/cloud/data/instance-id")).isEqualTo(uuid);
  }

  @Test
  @Order(3)
  void aSnapshotBringsTheGuestBackToWhatItHadWritten() {
    guest("echo before >note; sync");
    done(ssh("snapshot", "create", "web01", "s1", "--memory"));
    guest("echo after >note; sync");
    done(ssh("snapshot", "revert", "web01", "s1", "--yes"));
    awaitGuest("cat note", "before");
    done(ssh("snapshot", "delete", "web01", "s1", "--yes"));
    assertThat(host.virsh("snapshot-list", "web01", "--name").strip()).isEmpty();
  }

  @Test
  @Order(4)
  void theSeedGoesOnceItWasRead() {
    assertThat(files()).contains("web01-seed.iso");
    done(ssh("vm", "shutdown", "web01", "--yes"));
    await().atMost(BOOT).until(() -> !files().contains("web01-seed.iso"));
    assertThat(host.virsh("domblklist", "--inactive", "web01")).doesNotContain("seed");
  }

  @Test
  @Order(5)
  void whatCanBeUndoneIsUndone() {
    Outcome set = done(ssh("vm", "set", "web01", "--title", "shop"));
    assertThat(host.virsh("desc", "--title", "web01").strip()).isEqualTo("shop");
    Matcher number = Pattern.compile("operation (\\d+)").matcher(set.errors() + set.output());
    assertThat(number.find()).as("%s", set).isTrue();
    done(ssh("op", "undo", number.group(1), "--yes"));
    assertThat(host.virsh("desc", "--title", "web01")).doesNotContain("shop");
  }

  @Test
  @Order(6)
  void theTrashKeepsTheContent() {
    done(ssh("vm", "rm", "web01", "--yes"));
    assertThat(host.virsh("list", "--all", "--name").strip()).isEmpty();
    assertThat(ssh("vm", "trash").output()).contains("web01");
    Outcome needed = ssh("image", "rm", "debian-12", "--yes");
    assertThat(needed.status()).isEqualTo(5);
    assertThat(needed.errors()).contains("web01");

    done(ssh("vm", "restore", "web01"));
    assertThat(ssh("vm", "trash").output()).doesNotContain("web01");
    done(ssh("vm", "start", "web01"));
    awaitGuest("cat note", "before");
    done(ssh("vm", "force-off", "web01", "--yes"));
  }

  @Test
  @Order(7)
  void theFormMakesAVmAsWell() {
    try (Tmux tmux =
        new Tmux(lab.directory(), 100, 30, admin.command(pilothouse.port(), List.of("-t")))) {
      tmux.await("web01");
      tmux.type("n");
      tmux.await("New VM");
      tmux.type("-l", "form01");
      String form = tmux.await("form01");
      assertThat(form).contains("debian-12", "lan", "ssh-ed25519").doesNotContain("web01.qcow2");
      tmux.type("BTab");
      tmux.type("Right");
      tmux.type("Enter");
      tmux.await("Make form01 on h1");
      tmux.type("y");
      tmux.await("VMs 2");
      tmux.type("q");
      assertThat(tmux.exitStatus()).isZero();
    }
    assertThat(host.virsh("domstate", "form01").strip()).isEqualTo("shut off");
    assertThat(host.virsh("dumpxml", "form01")).contains("debian/12", "network='lan'");
    assertThat(host.exec(List.of("grep", "-ac", admin.publicKey().split(" ")[1], seed("form01"))))
        .as("her key is in the seed")
        .startsWith("1");
    done(ssh("vm", "rm", "form01", "--yes"));
  }

  @Test
  @Order(8)
  void nothingIsLeft() {
    done(ssh("vm", "rm", "web01", "--yes"));
    done(ssh("vm", "purge", "web01", "--yes"));
    done(ssh("vm", "purge", "form01", "--yes"));
    done(ssh("image", "rm", "debian-12", "--yes"));
    done(ssh("net", "stop", "lan", "--yes"));
    done(ssh("net", "delete", "lan", "--yes"));
    assertThat(files()).isEmpty();
    assertThat(host.virsh("list", "--all", "--name").strip()).isEmpty();
    assertThat(host.virsh("net-list", "--all", "--name").strip()).isEmpty();
  }

  private static String seed(String vm) {
    return FOLDER + "/" + vm + "-seed.iso";
  }

  private String files() {
    return host.exec(List.of("ls", FOLDER));
  }

  private void awaitGuest(String command, String answer) {
    await()
        .atMost(BOOT)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptionsInstanceOf(CommandFailedException.class)
        .until(() -> guest(command).equals(answer));
  }

  /** What a command in the guest says. */
  private String guest(String command) {
    List<String> words = new ArrayList<>(List.of("timeout", "100", "ssh", "-F", "/dev/null"));
    for (String option :
        List.of(
            "BatchMode=yes",
            "ConnectTimeout=20",
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "LogLevel=ERROR")) {
      words.addAll(List.of("-o", option));
    }
    words.addAll(List.of("-i", admin.home().resolve(".ssh/id_ed25519").toString()));
    words.addAll(List.of("ops@" + address, command));
    return host.exec(words).strip();
  }

  private Outcome ssh(String... words) {
    return admin.run(pilothouse.port(), "", words);
  }

  private static Outcome done(Outcome outcome) {
    assertThat(outcome.status()).as("%s", outcome).isZero();
    return outcome;
  }
}
