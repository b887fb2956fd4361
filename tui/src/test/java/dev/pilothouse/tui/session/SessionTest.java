package dev.pilothouse.tui.session;

import static dev.pilothouse.fleet.model.Vms.ref;
import static dev.pilothouse.fleet.model.Vms.vm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.bus.FakeFleet;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.tui.ControlRoomReception;
import dev.pilothouse.tui.Reception.TerminalDescription;
import dev.pilothouse.tui.Reception.TuiSession;
import dev.pilothouse.tui.shell.call.Surroundings;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whole sessions: bytes of a terminal in, bytes for a terminal out, operations on a fleet of fakes.
 */
class SessionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FakeFleet fleet =
      FakeFleet.of(vm("h1", "db").build(), vm("h1", "web01").build(), vm("h2", "web02").build());
  private final ControlRoomReception reception =
      new ControlRoomReception(
          fleet.room(), Surroundings.remote(Clock.systemUTC(), "test"), "node1");
  private final FakeTerminal terminal = new FakeTerminal(80, 24);

  @AfterEach
  void close() {
    reception.close();
    fleet.close();
  }

  private TuiSession open(Role role) {
    TuiSession session =
        reception.openTui(
            new Principal("ada", role, "test"),
            "",
            terminal,
            new TerminalDescription("xterm-256color", 80, 24, Map.of("LANG", "C.UTF-8")));
    terminal.attach(session);
    return session;
  }

  private static void eventually(ThrowingRunnable check) {
    await().atMost(PATIENCE).untilAsserted(check);
  }

  private VmState state(String host, String name) {
    return Objects.requireNonNull(fleet.room().fleet().vm(ref(host, name))).state();
  }

  @Test
  void theFirstScreenShowsTheFleet() {
    open(Role.ADMIN);
    eventually(
        () -> assertThat(terminal.picture()).contains("web01", "web02", "all hosts", "ada@node1"));
  }

  @Test
  void whatOneOperationSaidIsTold() {
    fleet.agent("h1").say("started in 0.3 s");
    open(Role.ADMIN);
    eventually(() -> assertThat(terminal.picture()).contains("web01"));
    terminal.type("/web01\r\r");
    eventually(() -> assertThat(terminal.picture()).contains("web01 on h1", "Start"));
    terminal.type("s");
    eventually(() -> assertThat(terminal.picture()).contains("start: started in 0.3 s"));
  }

  @Test
  void aVmIsStartedFromTheMenuAndItsOutcomeIsTold() {
    open(Role.ADMIN);
    eventually(() -> assertThat(terminal.picture()).contains("web01"));
    terminal.type("/web01\r\r");
    eventually(() -> assertThat(terminal.picture()).contains("web01 on h1", "Start"));
    terminal.type("s");
    eventually(() -> assertThat(state("h1", "web01")).isEqualTo(VmState.RUNNING));
    eventually(() -> assertThat(terminal.picture()).contains("start: 1 done", "running"));
    assertThat(state("h2", "web02")).isEqualTo(VmState.SHUT_OFF);
  }

  @Test
  void whatIsMarkedIsStartedTogetherAndSummedUpInOneLine() {
    open(Role.ADMIN);
    eventually(() -> assertThat(terminal.picture()).contains("web01"));
    terminal.type("*\rs");
    eventually(() -> assertThat(terminal.picture()).contains("Start: 3 VMs."));
    terminal.type("y");
    eventually(() -> assertThat(terminal.picture()).contains("start: 3 done"));
  }

  @Test
  void aViewerCannotStartAndIsToldWhy() {
    open(Role.VIEWER);
    eventually(() -> assertThat(terminal.picture()).contains("web01"));
    terminal.type("\rs");
    eventually(() -> assertThat(terminal.picture()).contains("needs the permission to operate"));
    assertThat(fleet.agent("h1").executed()).isEmpty();
  }

  @Test
  void pastedTextNeverActs() {
    open(Role.ADMIN);
    eventually(() -> assertThat(terminal.picture()).contains("web01"));
    terminal.type("\u001b[200~\rsq*\rfy\u001b[201~");
    terminal.type("?");
    eventually(() -> assertThat(terminal.picture()).contains("Help"));
    assertThat(fleet.agent("h1").executed()).isEmpty();
    assertThat(terminal.status()).isEqualTo(-1);
  }

  @Test
  void commandsOfTheShellAreTypedAfterAColonAndCompleted() {
    open(Role.ADMIN);
    eventually(() -> assertThat(terminal.picture()).contains("web01"));
    terminal.type(":vm sta\t");
    eventually(() -> assertThat(terminal.picture()).contains(":vm start"));
    terminal.type("web02\r");
    eventually(() -> assertThat(state("h2", "web02")).isEqualTo(VmState.RUNNING));
    terminal.type(":vm list\r");
    eventually(() -> assertThat(terminal.picture()).contains("VCPUS", ":vm list"));
  }

  @Test
  void whatCommandsPrintIsFittedToTheScreen() {
    open(Role.ADMIN);
    eventually(() -> assertThat(terminal.picture()).contains("web01"));
    terminal.type(":vm list\r");
    eventually(() -> assertThat(terminal.picture()).contains("VCPUS", ":vm list"));
    assertThat(terminal.picture().lines()).noneMatch(line -> line.contains("…"));
    terminal.type("q:vm start nosuch no-such-either\r");
    eventually(() -> assertThat(terminal.picture()).contains("There is no VM 'nosuch'."));
  }

  @Test
  void commandsThatReadStdinSayWhatToDoInstead() {
    open(Role.ADMIN);
    eventually(() -> assertThat(terminal.picture()).contains("web01"));
    terminal.type(":vm define - --host h1\r");
    eventually(
        () -> assertThat(terminal.picture()).contains("there is no stdin to read", "over SSH"));
    terminal.type("q:vm define /etc/passwd --host h1\r");
    eventually(
        () -> assertThat(terminal.picture()).contains("Files of the management node", "over SSH"));
    terminal.type("q:vm edit web01\r");
    eventually(() -> assertThat(terminal.picture()).contains("press Enter, then e"));
  }

  @Test
  void neverAFrameWhileOneIsOnItsWay() {
    open(Role.ADMIN);
    eventually(() -> assertThat(terminal.picture()).contains("web01"));
    terminal.stopReading();
    terminal.type("j");
    int sent = terminal.frames();
    terminal.type("jkjkjkj".repeat(40));
    fleet.agent("h1").change(vm("h1", "web01").state(VmState.PAUSED, "user").build());
    eventually(() -> assertThat(state("h1", "web01")).isEqualTo(VmState.PAUSED));
    assertThat(terminal.frames()).isLessThanOrEqualTo(sent + 1);
    terminal.readOn();
    eventually(() -> assertThat(terminal.picture()).contains("paused"));
    assertThat(terminal.overlapping()).isZero();
  }

  @Test
  void leavingRestoresTheTerminal() {
    open(Role.ADMIN);
    eventually(() -> assertThat(terminal.picture()).contains("web01"));
    terminal.type("q");
    eventually(() -> assertThat(terminal.status()).isZero());
    assertThat(terminal.restored()).isTrue();
  }

  @Test
  void anySizeIsSurvived() {
    TuiSession session = open(Role.ADMIN);
    eventually(() -> assertThat(terminal.picture()).contains("web01"));
    session.resized(0, 0);
    session.resized(1, 1);
    session.resized(80, 24);
    terminal.type("q");
    eventually(() -> assertThat(terminal.status()).isZero());
  }

  @Test
  void whoIsLoggedInIsShownEverywhere() {
    TuiSession session = open(Role.ADMIN);
    eventually(() -> assertThat(fleet.room().sessions()).extracting(s -> s.user()).contains("ada"));
    session.hungUp();
    eventually(() -> assertThat(fleet.room().sessions()).isEmpty());
  }
}
