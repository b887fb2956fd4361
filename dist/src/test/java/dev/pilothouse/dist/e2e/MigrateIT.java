package dev.pilothouse.dist.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.dist.e2e.Program.Outcome;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * VMs that migrate between real hosts, ordered over ssh. The judges are virsh on both hosts and
 * guests that count.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class MigrateIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String OWN = "/var/lib/libvirt/images";
  private static final Pattern NUMBER = Pattern.compile("operation (\\d+)");

  private final Lab lab = Lab.open();
  private final LabHost h1 = lab.host("h1");
  private final LabHost h2 = lab.host("h2");
  private final OpenSsh admin = OpenSsh.with(lab.directory().resolve("home"), "root");
  private final Deployment parts = new Deployment(lab, admin, h1, h2);
  private final List<CountingGuest> guests = new ArrayList<>();

  @BeforeAll
  void setUp() {
    for (String host : List.of("h1", "h2")) {
      await().atMost(LIMIT).until(() -> ssh("host", "show", host).status() == 0);
      done(ssh("pool", "create", "own", "--path", OWN, "--host", host));
      done(ssh("pool", "create", "shared", "--path", Lab.SHARED, "--host", host));
    }
  }

  @AfterEach
  void clean() {
    for (CountingGuest guest : guests) {
      for (LabHost host : List.of(h1, h2)) {
        if (host.virsh("list", "--name").contains(guest.name())) {
          host.virsh("destroy", guest.name());
        }
        if (host.virsh("list", "--all", "--name").contains(guest.name())) {
          host.virsh("undefine", guest.name());
        }
        host.exec(List.of("rm", "-f", guest.path()));
      }
    }
    guests.clear();
  }

  @AfterAll
  void tearDown() {
    parts.close();
    lab.close();
  }

  private Outcome ssh(String... words) {
    return admin.run(parts.port(), "", words);
  }

  private Outcome done(Outcome outcome) {
    assertThat(outcome.status()).as("%s %s", outcome, parts.agentLog()).isZero();
    return outcome;
  }

  private CountingGuest known(CountingGuest guest, LabHost host) {
    guests.add(guest);
    await()
        .atMost(LIMIT)
        .until(() -> ssh("vm", "list", "-o", "name").output().contains(guest.name()));
    for (LabHost each : List.of(h1, h2)) {
      each.virsh("pool-refresh", "own");
      each.virsh("pool-refresh", "shared");
    }
    guest.start(host);
    return guest;
  }

  /** Running and persistent there, and nothing of it elsewhere. */
  private void judge(CountingGuest guest, LabHost owner) {
    LabHost other = owner == h1 ? h2 : h1;
    assertThat(owner.virsh("domstate", guest.name()).strip()).isEqualTo("running");
    assertThat(owner.virsh("dominfo", guest.name())).containsPattern("Persistent: +yes");
    assertThat(other.virsh("list", "--all", "--name")).doesNotContain(guest.name());
    guest.awaitGoesOn(owner);
  }

  private void judgeItsMemoryAndDisk(CountingGuest guest, LabHost owner) {
    guest.judgeThatItWasOne(h1, h2);
    owner.virsh("destroy", guest.name());
    guest.judgeThatNothingIsLost(owner, h1, h2);
  }

  @Test
  void aDiskOnSharedStorageStaysWhereItIs() {
    CountingGuest guest = known(CountingGuest.on(h1, "shared01", Lab.SHARED), h1);
    String plan = done(ssh("vm", "migrate", "shared01", "--to", "h2", "--plan")).output();
    assertThat(plan).contains("h1", "h2", "vda", "shared");
    assertThat(h1.virsh("domstate", "shared01").strip()).isEqualTo("running");

    Outcome moved = done(ssh("vm", "migrate", "shared01", "--to", "h2"));
    judge(guest, h2);
    assertThat(moved.errors() + moved.output()).contains("h2", "standing still");
    assertThat(ssh("vm", "list").output()).containsPattern("shared01 +h2");

    Matcher number = NUMBER.matcher(moved.errors() + moved.output());
    assertThat(number.find()).as("%s", moved).isTrue();
    done(ssh("op", "undo", number.group(1), "--yes"));
    judge(guest, h1);
    judgeItsMemoryAndDisk(guest, h1);
  }

  @Test
  void anOverlayTakesItsBaseAlongWhereThatIsMissing() {
    String base = OWN + "/base.qcow2";
    h1.exec(List.of("qemu-img", "create", "-q", "-f", "qcow2", base, "16M"));
    h1.exec(List.of("qemu-io", "-f", "qcow2", "-c", "write -q -P 0x5a 8M 4M", base));
    try {
      CountingGuest first = known(CountingGuest.over(h1, "over01", OWN, base), h1);
      done(ssh("vm", "migrate", "over01", "--to", "h2"));
      judge(first, h2);
      assertThat(h2.exec(List.of("qemu-img", "info", "-U", first.path()))).contains(base);
      assertThat(h1.exec(List.of("ls", OWN))).contains("base.qcow2").doesNotContain("over01");

      CountingGuest second = known(CountingGuest.over(h1, "over02", OWN, base), h1);
      String plan = done(ssh("vm", "migrate", "over02", "--to", "h2", "--plan")).output();
      assertThat(plan).contains("overlay");
      done(ssh("vm", "migrate", "over02", "--to", "h2"));
      judge(second, h2);

      judgeItsMemoryAndDisk(first, h2);
      judgeItsMemoryAndDisk(second, h2);
      assertThat(
              h2.exec(
                  List.of(
                      "qemu-io", "-r", "-f", "qcow2", "-c", "read -P 0x5a 8M 4M", first.path())))
          .doesNotContain("verification failed");
    } finally {
      h1.exec(List.of("rm", "-f", base));
      h2.exec(List.of("rm", "-f", base));
    }
  }

  @Test
  void aStoppedVmTakesItsDiskAlong() {
    CountingGuest guest = known(CountingGuest.on(h1, "off01", OWN), h1);
    h1.virsh("destroy", guest.name());
    await().atMost(LIMIT).until(() -> ssh("vm", "list").output().contains("shut off"));
    done(ssh("vm", "migrate", "off01", "--to", "h2"));
    assertThat(h1.virsh("list", "--all", "--name")).doesNotContain("off01");
    assertThat(h1.exec(List.of("ls", OWN))).doesNotContain("off01");
    guest.judgeThatNothingIsLost(h2, h1, h2);
    done(ssh("vm", "start", "off01"));
    assertThat(h2.virsh("domstate", "off01").strip()).isEqualTo("running");
  }

  @Test
  void aPausedVmStaysPausedAndATransientOneTransient() {
    CountingGuest guest = known(CountingGuest.on(h1, "paused01", Lab.SHARED), h1);
    done(ssh("vm", "pause", "paused01", "--yes"));
    h1.virsh("undefine", "paused01");
    done(ssh("vm", "migrate", "paused01", "--to", "h2"));
    assertThat(h2.virsh("domstate", "paused01").strip()).isEqualTo("paused");
    assertThat(h2.virsh("dominfo", "paused01")).containsPattern("Persistent: +no");
    assertThat(h1.virsh("list", "--all", "--name")).doesNotContain("paused01");
    done(ssh("vm", "resume", "paused01"));
    guest.awaitGoesOn(h2);
    judgeItsMemoryAndDisk(guest, h2);
  }

  @Test
  void itCanBeWatchedChangedAndCancelled() {
    CountingGuest guest = known(CountingGuest.on(h1, "slow01", OWN), h1);
    String number = begin("slow01", "h2", "--bandwidth", "1M");
    await().atMost(LIMIT).until(() -> show(number).contains("memoryLeftBytes"));
    done(ssh("migration", "set", "slow01", "--bandwidth", "2M", "--max-downtime", "1s"));
    await()
        .atMost(LIMIT)
        .until(() -> show(number).replaceAll("\\s", "").contains("\"maxDowntimeMillis\":1000"));
    assertThat(ssh("migration", "list").output()).contains("slow01", "h2");
    assertThat(ssh("vm", "list").output()).doesNotContain("slow01  h2");

    done(ssh("op", "cancel", number));
    judge(guest, h1);
    await().atMost(LIMIT).until(() -> !h2.exec(List.of("ls", OWN)).contains("slow01"));

    String again = begin("slow01", "h2", "--bandwidth", "1M");
    await().atMost(LIMIT).until(() -> show(again).contains("memoryLeftBytes"));
    done(ssh("migration", "set", "slow01", "--bandwidth", "0"));
    assertThat(ssh("op", "watch", again, "-o", "json").output()).contains("succeeded");
    judge(guest, h2);
    assertThat(h1.exec(List.of("ls", OWN))).doesNotContain("slow01");
    judgeItsMemoryAndDisk(guest, h2);
  }

  @Test
  void postCopyBringsTheRestOfTheMemoryAfterIt() {
    CountingGuest guest = known(CountingGuest.on(h1, "post01", Lab.SHARED), h1);
    String number = begin("post01", "h2", "--bandwidth", "2M", "--post-copy");
    await().atMost(LIMIT).until(() -> show(number).contains("memoryLeftBytes"));
    done(ssh("migration", "post-copy", "post01", "--yes"));
    assertThat(ssh("op", "watch", number).output()).contains("succeeded");
    judge(guest, h2);
    judgeItsMemoryAndDisk(guest, h2);
  }

  @Test
  void whatStandsInTheWayIsNamedBeforeAnythingMoves() {
    CountingGuest guest = known(CountingGuest.on(h1, "name01", OWN), h1);
    h2.define(Guest.tiny("name01"));
    try {
      Outcome taken = ssh("vm", "migrate", guest.guest().uuid().toString(), "--to", "h2");
      assertThat(taken.status()).as("%s", taken).isEqualTo(5);
      assertThat(taken.errors()).contains("name01", "h2");
    } finally {
      h2.virsh("undefine", "name01");
    }
    h1.virsh("snapshot-create-as", "name01", "s1");
    Outcome snapshots = ssh("vm", "migrate", "name01", "--to", "h2", "--plan");
    assertThat(snapshots.output() + snapshots.errors()).contains("s1", "snapshot delete");
    h1.virsh("snapshot-delete", "name01", "s1");
    h2.virsh("pool-destroy", "own");
    try {
      Outcome pool = ssh("vm", "migrate", "name01", "--to", "h2", "--plan");
      assertThat(pool.output() + pool.errors()).contains(OWN, "pool");
    } finally {
      h2.virsh("pool-start", "own");
    }
    judge(guest, h1);
  }

  private String begin(String vm, String to, String... more) {
    List<String> words = new ArrayList<>(List.of("vm", "migrate", vm, "--to", to, "--no-wait"));
    words.addAll(List.of("-o", "name"));
    words.addAll(List.of(more));
    return done(ssh(words.toArray(String[]::new))).output().strip();
  }

  private String show(String number) {
    return ssh("op", "show", number, "-o", "json").output();
  }
}
