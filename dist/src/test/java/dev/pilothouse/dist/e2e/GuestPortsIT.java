package dev.pilothouse.dist.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.dist.e2e.Program.Outcome;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * Services of a real guest by its name through plain OpenSSH, on a host that has all of Pilothouse:
 * everything here runs inside of it, so that the agent is in the guest's network.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(600)
class GuestPortsIT {
  private static final Duration LIMIT = Duration.ofMinutes(Program.MINUTES);
  private static final Duration CLOSES_WITHIN = Duration.ofSeconds(1);

  private final Lab lab = Lab.open();
  private final LabHost host = lab.host("h1");
  private final OpenSsh admin = OpenSsh.with(lab.directory().resolve("home"), "root");
  private final Installation pilothouse =
      new Installation(lab.directory(), admin.home(), "qemu:///system", host::inside);
  private final Guest web =
      Guest.agent("web")
          .withDevices(
              "<interface type='network'><source network='lan'/><model type='virtio'/></interface>");

  @BeforeAll
  void setUp() {
    await().atMost(LIMIT).until(() -> ssh("host", "list").output().contains("online"));
    Outcome made =
        ssh(
            "net",
            "create",
            "lan",
            "--address",
            "192.168.50.1/24",
            "--dhcp",
            "192.168.50.10-192.168.50.99");
    assertThat(made.status()).as("%s", made).isZero();
    host.define(web);
    host.virsh("start", "web");
    await().atMost(LIMIT).until(() -> ssh("vm", "list").output().contains("192.168.50."));
    serve();
  }

  /** The guest says back what it hears on port 7, and has a web page on port 80. */
  private void serve() {
    await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(() -> guest("guest-ping", "").contains("return"));
    run("/bin/sh", "-c", "nc -ll -p 7 -e cat & echo '<p>by name</p>' >/tmp/page; httpd -h /tmp");
  }

  private void run(String path, String... arguments) {
    guest(
        "guest-exec",
        ",\"arguments\":{\"path\":\"%s\",\"arg\":[%s]}"
            .formatted(
                path,
                Arrays.stream(arguments).map(a -> '"' + a + '"').collect(Collectors.joining(","))));
  }

  private String guest(String command, String arguments) {
    return host.virsh(
        "qemu-agent-command", "web", "{\"execute\":\"" + command + "\"" + arguments + "}");
  }

  @AfterAll
  void tearDown() {
    pilothouse.close();
    lab.close();
  }

  private List<String> command(List<String> options, String... words) {
    return host.inside(admin.command(pilothouse.port(), options, words));
  }

  private Outcome ssh(String... words) {
    return Program.run(command(List.of(), words), "");
  }

  private Outcome to(String target, String input) {
    return Program.run(command(List.of("-W", target)), input);
  }

  @Test
  @Order(1)
  void aPortByNameBothWays() {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              Outcome echoed = to("web:7", "hello guest\n");
              assertThat(echoed.output()).as("%s", echoed).isEqualTo("hello guest\n");
            });
    assertThat(to("WEB.h1:7", "again\n").output()).isEqualTo("again\n");
    assertThat(to("web:80", "GET /page HTTP/1.0\r\n\r\n").output()).contains("<p>by name</p>");
  }

  @Test
  @Order(2)
  void whatDoesNotAnswerIsSaid() {
    assertThat(to("web:81", "").errors())
        .contains("connect failed: h1/web: Port 81 of the guest cannot be reached: 192.168.50.")
        .contains("refuses the connection");
  }

  @Test
  @Order(3)
  void whatAGuestClaimsLeadsNowhereElse() {
    // The guest says that it has its host's own address, where the host's SSH door listens.
    String own = host.exec(List.of("hostname", "-I")).split("\\s+")[0];
    run("/sbin/ip", "addr", "add", own + "/32", "dev", "eth0");
    await().atMost(LIMIT).until(() -> ssh("vm", "show", "web").output().contains(own));

    Outcome door = to("web:" + pilothouse.port(), "");
    assertThat(door.output()).doesNotContain("SSH-2.0");
    assertThat(door.errors()).contains("cannot be reached").doesNotContain(own);
    assertThat(to("web:7", "still the guest\n").output()).isEqualTo("still the guest\n");
  }

  @Test
  @Order(4)
  void aVmThatStopsClosesTheConnectionWithinASecond() throws Exception {
    Process client = new ProcessBuilder(command(List.of("-W", "web:7"))).start();
    try (InputStream in = client.getInputStream()) {
      client.getOutputStream().write("x".getBytes(StandardCharsets.US_ASCII));
      client.getOutputStream().flush();
      assertThat(in.read()).isEqualTo('x');
      host.virsh("destroy", "web");
      long stopped = System.nanoTime();
      assertThat(in.read()).isEqualTo(-1);
      assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(CLOSES_WITHIN);
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      client.destroyForcibly();
    }
    assertThat(to("web:7", "").errors()).contains("connect failed: web is shut off.");
  }
}
