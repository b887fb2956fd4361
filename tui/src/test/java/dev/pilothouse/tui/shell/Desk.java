package dev.pilothouse.tui.shell;

import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.bus.FakeFleet;
import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.tui.shell.call.Surroundings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** A command shell on a fleet of fakes. */
final class Desk implements AutoCloseable {
  /** What the shell's clock says; long before now, so that hosts were heard zero seconds ago. */
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  static final Clock STOPPED = Clock.fixed(NOW, ZoneOffset.UTC);

  private final FakeFleet fleet;
  private final CommandShell shell;

  /** What came of a command. */
  record Outcome(int status, String out, String err) {}

  Desk(Vm... vms) {
    this(Surroundings.remote(STOPPED, "0.1-test"), vms);
  }

  Desk(Surroundings around, Vm... vms) {
    fleet = FakeFleet.of(vms);
    shell = new CommandShell(fleet.room(), around);
  }

  FakeFleet fleet() {
    return fleet;
  }

  /** The host h1 has {@link Vms#inventory}, and the control room knows. */
  Desk stock() {
    fleet.agent("h1").publish(new FleetEvent.InventoryReported("h1", Vms.inventory()));
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(2))
        .until(() -> !fleet.room().fleet().inventory("h1").pools().isEmpty());
    return this;
  }

  CommandShell shell() {
    return shell;
  }

  static Principal somebody(Role role) {
    return new Principal("ada", role, "test");
  }

  /** Runs a command as a script of an admin does, to its end. */
  Outcome run(String... words) {
    return runAs(Role.ADMIN, "", words);
  }

  Outcome runAs(Role role, String input, String... words) {
    Person person = Person.script(input);
    int status = shell.run(somebody(role), List.of(words), person);
    return new Outcome(status, person.output(), person.messages());
  }

  /** Runs a command for an admin at a terminal. */
  Outcome runFor(Person person, String... words) {
    int status = shell.run(somebody(Role.ADMIN), List.of(words), person);
    return new Outcome(status, person.output(), person.messages());
  }

  @Override
  public void close() {
    fleet.close();
  }
}
