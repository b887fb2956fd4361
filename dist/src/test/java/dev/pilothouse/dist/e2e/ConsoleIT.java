package dev.pilothouse.dist.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.dist.e2e.Deployment.Part;
import dev.pilothouse.dist.e2e.Program.Outcome;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Real guests' consoles through the real ssh: seen, typed into, waited for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class ConsoleIT {
  private static final Duration LIMIT = Duration.ofMinutes(Program.MINUTES);

  private final Lab lab = Lab.open();
  private final LabHost host = lab.host("h1");
  private final OpenSsh admin = OpenSsh.with(lab.directory().resolve("home"), "root");
  private final OpenSsh viewer = new OpenSsh(admin.home(), "vic");
  private final Deployment pilothouse = new Deployment(lab, admin, host);

  @BeforeAll
  void setUp() throws Exception {
    Path users = lab.directory().resolve("users.yaml");
    Files.writeString(
        users,
        Files.readString(users)
            + "  - name: vic\n    role: viewer\n    keys: [%s]\n".formatted(admin.publicKey()));
    String vga = "<graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'/>";
    host.define(
        Guest.tiny("web01")
            .withDevices(vga)
            .xml()
            .replace("<model type='none'/>", "<model type='vga'/>")
            .replace("console=ttyS0", "console=ttyS0 console=tty0"));
    host.define(Guest.tiny("ser01").xml());
    await()
        .atMost(LIMIT)
        .until(() -> ssh(admin, "vm", "list", "-o", "name").output().split("\n").length == 2);
  }

  @AfterAll
  void tearDown() {
    pilothouse.close();
    lab.close();
  }

  private Outcome ssh(OpenSsh who, String... words) {
    return who.run(pilothouse.port(), "", words);
  }

  private Outcome ok(String... words) {
    return sent("", words);
  }

  /** With something on stdin. */
  private Outcome sent(String input, String... words) {
    Outcome outcome = admin.run(pilothouse.port(), input, words);
    assertThat(outcome.status()).as(outcome.toString()).isZero();
    return outcome;
  }

  /** Unless another test did. */
  private void start(String name) {
    ssh(admin, "vm", "start", name);
    ok("vm", "wait", name, "--state", "running");
  }

  @Test
  void aGuestIsWatchedFromItsFirmwareOnAndTypedInto() {
    start("web01");
    ok("vm", "wait", "web01", "--screen", "'SeaBIOS|LAB-READY'", "--timeout", "1m");
    ok("vm", "wait", "web01", "--screen", "'web01:/#|lab-guest:/#'", "--timeout", "2m");
    ok("vm", "type", "web01", "'echo \"<{$((6*7))}>\" | tr a-z A-Z'", "--enter");
    Outcome seen = ok("vm", "wait", "web01", "--screen", "'^<[{]42[}]>'", "--timeout", "30s");
    assertThat(seen.output()).isEqualTo("<{42}>\n");
    ok("vm", "keys", "web01", "ctrl-l,e,c,h,o,space,k,enter");
    ok("vm", "wait", "web01", "--screen", "'^k$'", "--timeout", "30s");
    assertThat(ok("vm", "screen", "web01").output()).contains("/# echo k\nk\n");
    assertThat(ok("vm", "screens", "--grep", "'echo k'").output()).startsWith("web01: ");
  }

  @Test
  void aSerialConsoleIsAPipeAndSurvivesTheAgent() throws Exception {
    start("ser01");
    ok("vm", "wait", "ser01", "--serial", "/#", "--timeout", "2m");
    assertThat(sent("echo $((6*7))-serial\n", "console", "ser01").output()).contains("42-serial");
    pilothouse.killer(Part.AGENT).run();
    pilothouse.restart(Part.AGENT);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(sent("echo $((6*7))-again\n", "console", "ser01").output())
                    .contains("42-again"));
    String script = "wait /#\nenter echo $((7*6))-script\nwait ^42-script\n";
    sent(script, "vm", "expect", "ser01", "--serial");
  }

  @Test
  void whoMayNotTypeIsRefused() {
    start("web01");
    Outcome typed = ssh(viewer, "vm", "type", "web01", "x");
    assertThat(typed.status()).isEqualTo(4);
    assertThat(typed.toString()).contains("vic, as viewer, may not");
    assertThat(ssh(viewer, "vm", "screen", "web01").status()).isZero();
    start("ser01");
    Outcome blind = ssh(admin, "vm", "screen", "ser01");
    assertThat(blind.status()).as(blind.toString()).isEqualTo(5);
    assertThat(blind.errors()).contains("screen");
    assertThat(ssh(admin, "vm", "screen", "nobody").status()).isEqualTo(3);
  }
}
