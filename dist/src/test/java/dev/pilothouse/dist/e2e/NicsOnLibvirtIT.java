package dev.pilothouse.dist.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.dist.e2e.Program.Outcome;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Duration;
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

/** Networks, and the network interfaces of a guest that runs, over SSH; judged by virsh. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(600)
class NicsOnLibvirtIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String MAC = "52:54:00:0c:0f:fe";

  private final Lab lab = Lab.open();
  private final LabHost host = lab.host("h1");
  private final OpenSsh admin = OpenSsh.with(lab.directory().resolve("home"), "root");
  private final Installation pilothouse =
      new Installation(lab.directory(), admin.home(), host.uri());
  private final Guest web = Guest.tiny("web");

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
  void aNetworkIsMadeAndUndone() {
    Outcome bare = ssh("nic", "add", "web");
    assertThat(bare.status()).isEqualTo(2);
    assertThat(bare.errors()).contains("No network runs on h1");
    Outcome made = done(ssh("net", "create", "two", "--address", "192.168.62.1/24"));
    assertThat(host.virsh("net-list")).contains("two");
    done(ssh("op", "undo", number(made), "--yes"));
    assertThat(host.virsh("net-list", "--all")).doesNotContain("two");
    done(ssh("net", "create", "lab", "--address", "192.168.61.1/24"));
  }

  @Test
  @Order(2)
  void aRunningGuestGetsOne() {
    Outcome added = done(ssh("nic", "add", "web", "--mac", MAC));
    assertThat(added.errors()).contains("NIC " + MAC + " in network lab: live now and kept");
    assertThat(interfaces()).contains(MAC, "lab", "virtio");
    assertThat(defined()).contains(MAC);
    Outcome twice = ssh("nic", "add", "web", "--mac", MAC);
    assertThat(twice.status()).isEqualTo(5);
    assertThat(twice.errors()).contains("web has a NIC with this MAC address");
    assertThat(ssh("nic", "list", "web").output()).contains(MAC, "network:lab", "vnet", "up");
  }

  @Test
  @Order(3)
  void itsCableIsPulledAndPluggedIn() {
    Outcome down = done(ssh("nic", "down", "web", "1"));
    assertThat(down.errors()).contains("link down: live now and kept");
    assertThat(link()).contains("down");
    assertThat(host.virsh("domif-getlink", "--config", "web", MAC)).contains("down");
    done(ssh("op", "undo", number(down)));
    assertThat(link()).contains("up");
  }

  @Test
  @Order(4)
  void itMovesAndChangesAtTheNextStart() {
    done(ssh("net", "create", "other", "--mode", "isolated", "--address", "192.168.63.1/24"));
    Outcome set = done(ssh("nic", "set", "web", "0f:fe", "--network", "other", "--model", "e1000"));
    assertThat(set.errors())
        .contains("network other: live now and kept", "model e1000: takes effect at next start");
    assertThat(interfaces()).contains("other", "virtio");
    assertThat(defined()).contains("other", "e1000");
    assertThat(ssh("nic", "list", "web").output()).contains("next start: e1000");
    Outcome used = ssh("net", "delete", "other", "--yes");
    assertThat(used.status()).isEqualTo(5);
    done(ssh("op", "undo", number(set)));
    assertThat(interfaces()).contains("lab", "virtio");
    assertThat(defined()).contains("lab", "virtio");

    Outcome nowhere = ssh("nic", "set", "web", "1", "--bridge", "nosuch");
    assertThat(nowhere.status()).isEqualTo(1);
    assertThat(defined()).as("it would not start").doesNotContain("nosuch");
  }

  @Test
  @Order(5)
  void aGuestThatDoesNotLetGoKeepsIt() {
    done(ssh("vm", "pause", "web"));
    Outcome silent = ssh("nic", "remove", "web", "1", "--patience", "3s");
    assertThat(silent.status()).isEqualTo(1);
    assertThat(silent.errors()).contains("did not let go of " + MAC + " within 3 s");
    assertThat(interfaces()).contains(MAC);
    assertThat(defined()).contains(MAC);
    done(ssh("vm", "resume", "web"));
    await().atMost(LIMIT).until(() -> !interfaces().contains(MAC));
    await()
        .atMost(LIMIT)
        .until(() -> ssh("nic", "list", "web").output().contains("from the next start"));
    Outcome removed = done(ssh("nic", "remove", "web", "1"));
    assertThat(defined()).doesNotContain(MAC);
    done(ssh("op", "undo", number(removed)));
    assertThat(interfaces()).contains(MAC);
    assertThat(defined()).contains(MAC);
  }

  private String interfaces() {
    return host.virsh("domiflist", "web");
  }

  private String defined() {
    return host.virsh("domiflist", "--inactive", "web");
  }

  private String link() {
    return host.virsh("domif-getlink", "web", MAC);
  }

  private static String number(Outcome ordered) {
    Matcher number = Pattern.compile("operation (\\d+)").matcher(ordered.errors());
    assertThat(number.find()).as(ordered.errors()).isTrue();
    return number.group(1);
  }

  private Outcome ssh(String... words) {
    return admin.run(pilothouse.port(), "", words);
  }

  private static Outcome done(Outcome outcome) {
    assertThat(outcome.status()).as("%s", outcome).isZero();
    return outcome;
  }
}
