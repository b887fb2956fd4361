package dev.pilothouse.tui.session;

import static dev.pilothouse.fleet.model.Vms.vm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.bus.FakeFleet;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.tui.ControlRoomReception;
import dev.pilothouse.tui.Reception.TerminalDescription;
import dev.pilothouse.tui.Reception.TuiSession;
import dev.pilothouse.tui.shell.call.Surroundings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole sessions that empty a host. */
class DrainSessionTest {
  private final FakeFleet fleet =
      FakeFleet.of(
          vm("h1", "db").running(Instant.EPOCH).build(),
          vm("h1", "web01").running(Instant.EPOCH).build(),
          vm("h2", "mail").build());
  private final ControlRoomReception reception =
      new ControlRoomReception(
          fleet.room(), Surroundings.remote(Clock.systemUTC(), "test"), "node1");

  @AfterEach
  void close() {
    reception.close();
    fleet.close();
  }

  private TuiSession open(FakeTerminal terminal) {
    TuiSession session =
        reception.openTui(
            new Principal("ada", Role.ADMIN, "test"),
            "",
            terminal,
            new TerminalDescription("xterm-256color", 80, 24, Map.of("LANG", "C.UTF-8")));
    terminal.attach(session);
    return session;
  }

  private static void eventually(ThrowingRunnable check) {
    await().atMost(Duration.ofSeconds(20)).untilAsserted(check);
  }

  @Test
  void whatWasOrderedGoesOnWithoutTheOneWhoOrderedIt() {
    FakeTerminal first = new FakeTerminal(80, 24);
    TuiSession session = open(first);
    eventually(() -> assertThat(first.picture()).contains("web01", "h2"));
    first.type("\tj\r");
    eventually(() -> assertThat(first.picture()).contains("Drain: empty it"));
    first.type("D");
    eventually(() -> assertThat(first.picture()).contains("To empty h1: 2 can move, 0 cannot."));
    fleet.agent("h1").hold();
    first.type("y");
    eventually(() -> assertThat(first.picture()).contains("h1 is not in maintenance"));
    eventually(() -> assertThat(fleet.room().recentOperations(9)).hasSize(1));
    session.hungUp();
    fleet.agent("h1").release();
    FakeTerminal second = new FakeTerminal(80, 24);
    open(second);
    eventually(() -> assertThat(second.picture()).contains("h1 in maintenance"));
    second.type("\tj\r");
    eventually(() -> assertThat(second.picture()).contains("Watch it being emptied"));
    second.type("w");
    eventually(() -> assertThat(second.picture()).contains("h1 is empty: safe to power off"));
    assertThat(fleet.room().recentOperations(9))
        .extracting(OperationRecord::targetName)
        .containsExactlyInAnyOrder("h1", "db", "web01");
    second.type("U");
    eventually(() -> assertThat(second.picture()).contains("End the maintenance of h1"));
    second.type(" ");
    eventually(() -> assertThat(second.picture()).contains("comes back: 2 VMs"));
    second.type("\r");
    eventually(() -> assertThat(fleet.room().fleet().vms("h1")).hasSize(2));
  }
}
