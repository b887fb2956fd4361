package dev.pilothouse.tui.reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.bus.FakeFleet;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.tui.Reception.Passage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the names mean that SSH clients want to be forwarded to, and what is refused. */
@Timeout(60)
class FleetReachTest {
  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

  private static Vm running(String host, String name) {
    return Vms.vm(host, name).running(SINCE).build();
  }

  private final Vm web = running("h1", "web01");
  private final Vm twin1 = running("h1", "twin");
  private final Vm twin2 = running("h2.example.org", "twin");
  private final Vm capital = running("h1", "Mail");
  private final Vm dotted = running("h1", "a.b.c");
  private final Vm trap = running("h1", "web01.vnc");
  private final Vm off = Vms.vm("h1", "off").state(VmState.SHUT_OFF, "shutdown").build();
  private final FakeFleet fleet = FakeFleet.of(web, twin1, twin2, capital, dotted, trap, off);
  private final FleetReach reach = new FleetReach(fleet.room());

  @AfterEach
  void close() {
    fleet.close();
  }

  private static Principal who(Role role) {
    return new Principal("ada", role, "test");
  }

  private String opened(String name, int port) {
    try (Passage passage = reach.open(who(Role.ADMIN), name, port)) {
      return passage.what();
    }
  }

  private Failure refused(Role role, String name, int port) {
    Failure[] failure = new Failure[1];
    assertThatThrownBy(() -> reach.open(who(role), name, port))
        .isInstanceOfSatisfying(OperationException.class, e -> failure[0] = e.failure());
    return failure[0];
  }

  @ParameterizedTest
  @CsvSource({
    "web01,             22,   port 22 of h1/web01",
    "web01.vnc,         1,    vnc of h1/web01",
    "web01.VNC,         5900, vnc of h1/web01",
    "web01.spice,       1,    spice of h1/web01",
    "web01.h1,          22,   port 22 of h1/web01",
    "web01.h1.vnc,      1,    vnc of h1/web01",
    "h1/web01,          80,   port 80 of h1/web01",
    "twin.h1,           22,   port 22 of h1/twin",
    "twin.h2.example.org, 22, port 22 of h2.example.org/twin",
    "TWIN.H2.Example.ORG, 22, port 22 of h2.example.org/twin",
    "mail,              25,   port 25 of h1/Mail",
    "mail.h1.vnc,       1,    vnc of h1/Mail",
    "a.b.c,             22,   port 22 of h1/a.b.c",
    "a.b.c.vnc,         1,    vnc of h1/a.b.c",
    "web01.vnc.vnc,     1,    vnc of h1/web01.vnc",
  })
  void namesThatMeanSomething(String name, int port, String what) {
    assertThat(opened(name, port)).isEqualTo(what);
  }

  @Test
  void aUuidAndItsBeginning() {
    String uuid = trap.ref().uuid().toString();
    assertThat(opened(uuid, 22)).isEqualTo("port 22 of h1/web01.vnc");
    assertThat(opened(uuid + ".vnc", 22)).isEqualTo("vnc of h1/web01.vnc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "localhost",
        "::1",
        "10.0.0.5",
        "h1",
        "h1.vnc",
        "example.org",
        "redis",
        "",
        ".vnc",
        "vnc",
        "web",
        "*",
        "web*",
        "web0?",
        ".",
        "/",
        "h1/",
        "web01.h2.example.org",
        "web01.h3",
        "0x7f000001",
        "\u001b]0;x\u0007"
      })
  void whatIsNoVmIsRefused(String name) {
    Failure failure = refused(Role.ADMIN, name, 22);

    assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(failure.message())
        .startsWith("There is no VM '")
        .endsWith("and nothing but VMs is reached here.")
        .doesNotContain("\u001b");
    assertThat(fleet.agent("h1").executed()).isEmpty();
  }

  @Test
  void severalOfOneNameAreListed() {
    Failure failure = refused(Role.ADMIN, "twin.vnc", 1);

    assertThat(failure.code()).isEqualTo(ErrorCode.BAD_INPUT);
    assertThat(failure.message())
        .isEqualTo(
            "'twin' can mean several VMs: twin.h1 = %s, twin.h2.example.org = %s."
                .formatted(twin1.ref().uuid(), twin2.ref().uuid()));
  }

  @Test
  void aVmThatIsOffSaysSo() {
    assertThat(refused(Role.ADMIN, "off", 22).message()).isEqualTo("off is shut off.");
    assertThat(refused(Role.OPERATOR, "off.vnc", 1).message()).isEqualTo("off is shut off.");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65_536, Integer.MIN_VALUE})
  void portsThatAreNone(int port) {
    assertThat(refused(Role.ADMIN, "web01", port).code()).isEqualTo(ErrorCode.BAD_INPUT);
    assertThat(opened("web01.vnc", port)).isEqualTo("vnc of h1/web01");
  }

  @Test
  void displaysAreForOperatorsAndPortsForAdmins() {
    reach.open(who(Role.OPERATOR), "web01.vnc", 1).close();

    assertThat(refused(Role.VIEWER, "web01.vnc", 1).message())
        .isEqualTo(
            "ada, as viewer, may not open the display of web01, where one can type: that needs the"
                + " permission OPERATE.");
    assertThat(refused(Role.OPERATOR, "web01", 22).message())
        .contains("may not connect to ports of guests")
        .contains("REACH");
  }

  @Test
  void bytesGoBothWaysAndHalfAnEndIsPassedOn() throws Exception {
    try (Passage passage = reach.open(who(Role.ADMIN), "web01", 22)) {
      passage.out().write("hello".getBytes(StandardCharsets.UTF_8));
      passage.out().close();
      assertThat(passage.in().readAllBytes()).asString().isEqualTo("hello");
    }
  }

  @Test
  void whatTheHostEndsIsNoEnd() {
    try (Passage passage = reach.open(who(Role.ADMIN), "web01", 22)) {
      await().until(() -> fleet.agent("h1").passages().opened() == 1); // we may know before it does
      fleet.agent("h1").passages().abort("the VM has stopped");
      assertThatThrownBy(() -> passage.in().read()).hasMessageContaining("the VM has stopped");
    }
  }

  @Test
  void theHostsRefusalIsTheRefusal() {
    fleet
        .agent("h1")
        .failNext(
            new Failure(ErrorCode.GUEST_SILENT, "Port 22 of the guest cannot be reached.", "x"));

    Failure failure = refused(Role.ADMIN, "web01", 22);
    assertThat(failure.code()).isEqualTo(ErrorCode.GUEST_SILENT);
    assertThat(failure.message()).isEqualTo("h1/web01: Port 22 of the guest cannot be reached.");
  }
}
