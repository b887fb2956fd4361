package dev.pilothouse.tui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmNeeds;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.tui.shell.call.Surroundings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Emptying hosts, filling them again, and evening out. */
class DrainVerbsTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String EMPTY = "h1 is empty: safe to power off\n";

  private final Vm web = Vms.vm("h1", "web01").running(Desk.NOW).build();
  private final Vm off = Vms.vm("h1", "off").build();
  private final Vm other = Vms.vm("h2", "other").build();
  private final Vm third = Vms.vm("h3", "third").build();
  private final Desk desk =
      new Desk(Surroundings.remote(Clock.systemUTC(), "0.1-test"), web, off, other, third);

  @AfterEach
  void close() {
    desk.close();
  }

  private List<String> on(String host) {
    return desk.fleet().agent(host).vms().stream().map(Vm::name).sorted().toList();
  }

  private void add(Vm vm) {
    desk.fleet().agent(vm.host()).change(vm);
    await().atMost(SOON).until(() -> desk.fleet().room().fleet().vm(vm.ref()) != null);
  }

  @Test
  void aPlanSaysWhereEachWouldGo() {
    Desk.Outcome plan = desk.run("host", "drain", "h1", "--plan");
    assertThat(plan.status()).isZero();
    assertThat(plan.err()).isEqualTo("h1 would be empty: 2 to move.\n");
    Golden.check("drain-plan.txt", plan.out());
    assertThat(desk.fleet().agent("h1").executed()).isEmpty();
    assertThat(on("h1")).containsExactly("off", "web01");
  }

  @Test
  void allMoveAndTheHostIsEmpty() {
    Desk.Outcome outcome = desk.run("host", "drain", "h1", "--to", "h2");

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(on("h1")).isEmpty();
    assertThat(on("h2")).containsExactly("off", "other", "web01");
    assertThat(outcome.err())
        .contains(
            "host drain h1: done (operation 1)\n",
            "migrate web01 to h2: done (operation 2): h1 to h2 in 2.3 s",
            "2 done\n")
        .endsWith(EMPTY);
    Golden.check("drain.txt", outcome.out());
    Golden.check("host-drained.txt", Golden.steady(desk.run("host", "show", "h1").out()));
    assertThat(desk.run("host", "list").out()).contains("online, maintenance");
    assertThat(
            desk.fleet()
                .room()
                .operation(2)
                .map(OperationRecord::operation)
                .map(o -> (MigrateVm) o))
        .get()
        .extracting(MigrateVm::batch)
        .isEqualTo("1");

    Desk.Outcome again = desk.run("host", "drain", "h1", "-o", "json");
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.out()).contains("\"empty\" : true", "\"operation\" : 1");
  }

  @Test
  void howTheyTravelIsSaidOnceForAll() {
    Desk.Outcome outcome =
        desk.run("host", "drain", "h1", "--to", "h2", "--bandwidth", "20M", "--auto-converge");

    assertThat(outcome.status()).as(outcome.err()).isZero();
    for (long number = 2; number <= 3; number++) {
      MigrationOptions options =
          ((MigrateVm) desk.fleet().room().operation(number).orElseThrow().operation()).options();
      assertThat(options.bytesPerSecond()).isEqualTo(20L << 20);
      assertThat(options.autoConverge()).isTrue();
    }
  }

  @Test
  void nothingNewIsMadeOnAHostInMaintenance() {
    desk.run("host", "drain", "h1", "--to", "h2");
    Desk.Outcome refused = desk.run("vm", "create", "new", "--image", "base", "--host", "h1");
    assertThat(refused.status()).isEqualTo(5);
    assertThat(refused.err()).contains("h1 is in maintenance", "host undrain h1");
    Desk.Outcome elsewhere = desk.run("vm", "create", "new", "--image", "base", "--anywhere");
    assertThat(elsewhere.status()).as(elsewhere.err()).isZero();
    assertThat(elsewhere.err()).contains("h1 does not fit: it is in maintenance by ada.");
  }

  @Test
  void whatCannotMoveIsSaidWithWhy() {
    add(
        Vms.vm("h1", "gpu")
            .running(Desk.NOW)
            .needs(new VmNeeds("", "", false, List.of("pci 0000:01:00.0")))
            .build());
    desk.fleet().agent("h1").say("");

    Desk.Outcome outcome = desk.run("host", "drain", "h1");

    assertThat(outcome.status()).isEqualTo(5);
    assertThat(on("h1")).containsExactly("gpu");
    assertThat(outcome.out())
        .contains("gpu    stays", "h2: the VM holds pci 0000:01:00.0 of its own host.");
    assertThat(outcome.err()).endsWith("h1 is not empty: 2 moved, 1 stays\n");
  }

  @Test
  void whatFailsIsSaidAndCanBeTriedAgain() {
    CompletableFuture<Desk.Outcome> draining = hold();
    untilNumber(2);
    desk.fleet().agent("h1").failNext(new Failure(ErrorCode.REFUSED, "It broke."));
    desk.fleet().agent("h1").release();

    Desk.Outcome outcome = draining.join();
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out()).contains("failed", "It broke.");

    Desk.Outcome again = desk.run("host", "drain", "h1");
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.err()).endsWith(EMPTY);
  }

  @Test
  void whatItsOwnHostRefusesCannotMove() {
    CompletableFuture<Desk.Outcome> draining = hold();
    untilNumber(2);
    desk.fleet().agent("h1").failNext(new Failure(ErrorCode.WRONG_STATE, "It has snapshots (s1)."));
    desk.fleet().agent("h1").release();

    Desk.Outcome outcome = draining.join();
    assertThat(outcome.status()).as(outcome.err()).isEqualTo(5);
    assertThat(outcome.out()).contains("failed", "It has snapshots (s1).");
  }

  @Test
  void stoppingCancelsWhatHasNotMovedAndTheHostStaysInMaintenance() throws Exception {
    CompletableFuture<Desk.Outcome> draining = hold();
    untilNumber(3);
    await()
        .atMost(SOON)
        .until(() -> desk.run("host", "show", "h1").out().contains("1 moving, 1 waiting"));

    Desk.Outcome stopped = desk.run("host", "drain", "h1", "--stop");

    assertThat(stopped.status()).as(stopped.err()).isZero();
    assertThat(stopped.err()).contains("Asked to cancel 2 of them", "h1 is not empty: 2 failed");
    assertThat(draining.get(60, TimeUnit.SECONDS).status()).isEqualTo(1);
    assertThat(on("h1")).containsExactly("off", "web01");
    desk.fleet().agent("h1").release();
    assertThat(desk.run("host", "drain", "h2", "--stop").status()).isEqualTo(5);
  }

  @Test
  void whoeverLeavesIsToldHowToComeBack() throws Exception {
    Person person = Person.at(80, 24, "");
    CompletableFuture<Desk.Outcome> draining = begun(person);
    untilNumber(3);
    await().atMost(SOON).until(() -> person.messages().contains("under way"));
    person.interrupt();
    Desk.Outcome left = draining.get(60, TimeUnit.SECONDS);
    assertThat(left.status()).isEqualTo(130);
    assertThat(left.err()).contains("The drain goes on", "host drain h1 --stop");
    desk.fleet().agent("h1").release();
    assertThat(desk.run("host", "drain", "h1").err()).endsWith(EMPTY);
  }

  @Test
  void whatLeftComesBack() {
    desk.run("host", "drain", "h1", "--to", "h2");
    assertThat(desk.run("host", "undrain", "h1", "--bring-back", "--plan").err())
        .contains("Let VMs be placed on h1 again.", "Migrate web01 to h1 from h2 to h1.");
    Desk.Outcome back = desk.run("host", "undrain", "h1", "--bring-back");
    assertThat(back.status()).as(back.err()).isZero();
    assertThat(on("h1")).containsExactly("off", "web01");
    assertThat(desk.run("host", "show", "h1").out()).doesNotContain("Maintenance");
  }

  @Test
  void withoutThatOnlyTheMaintenanceEnds() {
    desk.run("host", "drain", "h1", "--to", "h2");
    assertThat(desk.run("host", "undrain", "h1").status()).isZero();
    assertThat(on("h1")).isEmpty();
    assertThat(desk.run("host", "undrain", "h1", "--bring-back").status()).isZero();
    assertThat(on("h1")).as("of the last maintenance").containsExactly("off", "web01");
  }

  @Test
  void balancingAsksAndThenMoves() {
    add(Vms.vm("h1", "large").running(Desk.NOW).memoryBytes(12L << 30).build());
    add(Vms.vm("h1", "more").running(Desk.NOW).memoryBytes(12L << 30).build());
    Desk.Outcome plan = desk.run("fleet", "balance", "--plan");
    assertThat(plan.status()).isZero();
    Golden.check("balance-plan.txt", plan.out());
    assertThat(desk.run("fleet", "balance").err()).contains("needs to be confirmed");
    assertThat(on("h1")).hasSize(4);
    Desk.Outcome done = desk.run("fleet", "balance", "--yes");
    assertThat(done.status()).as(done.err()).isZero();
    assertThat(on("h2")).contains("large");
    assertThat(desk.run("fleet", "balance", "--plan").err()).startsWith("Nothing to move");
  }

  /** A drain whose migrations wait. */
  private CompletableFuture<Desk.Outcome> hold() {
    return begun(Person.script(""));
  }

  private CompletableFuture<Desk.Outcome> begun(Person person) {
    desk.fleet().agent("h1").hold(operation -> operation instanceof MigrateVm);
    return CompletableFuture.supplyAsync(
        () -> desk.runFor(person, "host", "drain", "h1", "--to", "h2"));
  }

  private void untilNumber(long number) {
    await().atMost(SOON).until(() -> desk.fleet().room().operation(number).isPresent());
  }
}
