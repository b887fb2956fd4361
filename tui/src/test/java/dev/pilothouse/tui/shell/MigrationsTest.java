package dev.pilothouse.tui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmNeeds;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.MigrationFigures;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.MigrationPlan;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.tui.shell.call.Surroundings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Moving VMs, and looking how it would go. */
class MigrationsTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final MigrationFigures FIGURES =
      new MigrationFigures(
          MigrationFigures.Phase.MEMORY,
          0,
          0,
          900L << 20,
          512L << 20,
          1L << 30,
          30L << 20,
          1L << 20,
          2,
          140,
          17_000,
          0,
          300,
          List.of(30L << 20));

  private final Vm web = Vms.vm("h1", "web01").running(Desk.NOW).build();
  private final Vm db = Vms.vm("h1", "db01").build();
  private final Vm other = Vms.vm("h2", "other").build();
  private final Vm third = Vms.vm("h3", "third").running(Desk.NOW).build();
  private final Desk desk =
      new Desk(Surroundings.remote(Clock.systemUTC(), "0.1-test"), web, db, other, third);

  @AfterEach
  void close() {
    desk.close();
  }

  private MigrateVm migration(long number) {
    return (MigrateVm) desk.fleet().room().operation(number).orElseThrow().operation();
  }

  @Test
  void aVmMovesToTheHostThatIsSaid() {
    Desk.Outcome outcome = desk.run("vm", "migrate", "web01", "--to", "h3");

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err())
        .isEqualTo(
            "migrate h1/web01 to h3: done (operation 1): h1 to h3 in 2.3 s, downtime 120 ms,"
                + " 2 GiB\n");
    assertThat(desk.fleet().agent("h3").vms()).extracting(Vm::name).contains("web01");
    assertThat(desk.fleet().agent("h1").vms()).extracting(Vm::name).doesNotContain("web01");
    assertThat(migration(1).home()).isEqualTo(Vms.terms("h1").migration());
  }

  @Test
  void withoutAHostThePlacementChoosesAndSaysWhy() {
    Desk.Outcome outcome = desk.run("vm", "migrate", "web01");

    assertThat(outcome.status()).isZero();
    assertThat(outcome.err())
        .startsWith("h1/web01: h2 has the most free memory: 20 GiB of 32 GiB, load 0.5 on 8 CPUs");
    assertThat(migration(1).to().host()).isEqualTo("h2");
  }

  @Test
  void howItIsDoneIsSaidAsElsewhere() {
    desk.run(
        "vm",
        "migrate",
        "web01",
        "--to",
        "h2",
        "--bandwidth",
        "200M",
        "--max-downtime",
        "300ms",
        "--auto-converge",
        "--post-copy",
        "--compress",
        "--timeout",
        "10m");
    assertThat(migration(1).options())
        .isEqualTo(
            new dev.pilothouse.fleet.operation.MigrationOptions(
                200L << 20,
                Duration.ofMillis(300),
                true,
                true,
                true,
                false,
                Duration.ofMinutes(10)));
    assertThat(desk.run("vm", "migrate", "db01", "--bandwidth", "fast").status()).isEqualTo(2);
    assertThat(desk.run("vm", "migrate").status()).isEqualTo(2);
  }

  @Test
  void itsOwnTimeIsNotTheTimeToWait() throws Exception {
    desk.fleet().agent("h1").hold();
    CompletableFuture<Desk.Outcome> command =
        CompletableFuture.supplyAsync(
            () -> desk.run("vm", "migrate", "web01", "--to", "h2", "--timeout", "1ms"));
    untilRunning(1);
    // Long after that time somebody still waits.
    desk.run("op", "wait", "1", "--timeout", "600ms");
    assertThat(command.isDone()).isFalse();
    desk.fleet().agent("h1").release();
    assertThat(command.get(60, TimeUnit.SECONDS).status()).isZero();
  }

  @Test
  void whereItDoesNotFitNothingIsOrdered() {
    Desk.Outcome there = desk.run("vm", "migrate", "web01", "--to", "h1");
    assertThat(there.status()).isEqualTo(5);
    assertThat(there.err())
        .isEqualTo("h1/web01 is not migrated. h1 does not fit: it is there already.\n");
    assertThat(desk.run("vm", "migrate", "web01", "--to", "h9").status()).isEqualTo(3);

    desk.run("host", "drain", "h2");
    Desk.Outcome kept = desk.run("vm", "migrate", "web01", "--to", "h2");
    assertThat(kept.status()).isEqualTo(5);
    assertThat(kept.err()).contains("h2 does not fit: it is in maintenance by ada");
  }

  @Test
  void manyMoveAtOnceAndWhatCannotIsSaid() {
    Vm gpu =
        Vms.vm("h1", "gpu").needs(new VmNeeds("", "", false, List.of("pci 0000:01:00.0"))).build();
    desk.fleet().agent("h1").change(gpu);
    await().atMost(SOON).until(() -> desk.fleet().room().fleet().vm(gpu.ref()) != null);

    Desk.Outcome outcome = desk.run("vm", "migrate", "h1/*", "--to", "h2");

    assertThat(outcome.status()).isEqualTo(5);
    assertThat(outcome.err())
        .contains(
            "h1/gpu is not migrated. h2 does not fit: the VM holds pci 0000:01:00.0 of its own"
                + " host.",
            "2 done");
    assertThat(desk.fleet().agent("h2").vms())
        .extracting(Vm::name)
        .containsExactlyInAnyOrder("other", "web01", "db01");
  }

  @Test
  void aPlanSaysHowItWouldGoAndOrdersNothing() {
    Desk.Outcome plan = desk.run("vm", "migrate", "web01", "db01", "--to", "h2", "--plan");

    assertThat(plan.status()).as(plan.err()).isZero();
    Golden.check("migration-plan.txt", plan.out());
    assertThat(desk.run("vm", "migrate", "web01", "db01", "--to", "h2", "--dry-run").out())
        .isEqualTo(plan.out());
    Golden.check(
        "migration-plan.json.txt",
        desk.run("vm", "migrate", "web01", "--to", "h2", "--plan", "-o", "json").out());
    assertThat(desk.fleet().agent("h1").vms()).hasSize(2);
  }

  @Test
  void aPlanThatIsBlockedSaysByWhatAndWhatToDo() {
    Desk.Outcome plan = desk.run("vm", "migrate", "web01", "--to", "h1", "--plan");
    assertThat(plan.status()).isEqualTo(5);
    assertThat(plan.out())
        .contains(
            "Blocked   h1 does not fit: it is there already. Change that, or choose another host.");

    desk.fleet().agent("h1").failNext(new Failure(ErrorCode.HOST_UNREACHABLE, "h2 is away."));
    Desk.Outcome silent = desk.run("vm", "migrate", "web01", "--to", "h2", "--plan");
    assertThat(silent.status()).isEqualTo(5);
    assertThat(silent.out()).contains("Blocked   h2 is away.", "Possible  no");
  }

  @Test
  void aPlanIsAppliedAsItWasMade() {
    String plan = desk.run("vm", "migrate", "web01", "--to", "h2", "--plan", "-o", "json").out();
    Desk.Outcome done = desk.runAs(Role.OPERATOR, plan, "vm", "migrate", "--apply", "-");
    assertThat(done.status()).as(done.err()).isZero();
    assertThat(migration(2).basis())
        .extracting(MigrationPlan.Basis::definition)
        .isEqualTo("digest");
    assertThat(desk.fleet().agent("h2").vms()).extracting(Vm::name).contains("web01");

    Desk.Outcome again = desk.runAs(Role.OPERATOR, plan, "vm", "migrate", "--apply", "-");
    assertThat(again.status()).isEqualTo(5);
    assertThat(again.err()).contains("web01 is on h2 now, and was on h1. Make a new plan.");
    assertThat(desk.runAs(Role.OPERATOR, "{}", "vm", "migrate", "--apply", "-").status())
        .isEqualTo(2);
    String blocked = desk.run("vm", "migrate", "web01", "--to", "h2", "--plan", "-o", "json").out();
    assertThat(desk.runAs(Role.OPERATOR, blocked, "vm", "migrate", "--apply", "-").status())
        .isEqualTo(5);
  }

  @Test
  void aPlanIsRefusedWhenItsHostTakesNothingAnyMore() {
    String plan = desk.run("vm", "migrate", "web01", "--to", "h2", "--plan", "-o", "json").out();
    desk.run("host", "drain", "h2", "--to", "h3");
    Desk.Outcome refused = desk.runAs(Role.OPERATOR, plan, "vm", "migrate", "--apply", "-");
    assertThat(refused.status()).isEqualTo(5);
    assertThat(refused.err()).contains("h2 does not fit any more: it is in maintenance by ada.");
  }

  @Test
  void whoeverWatchesSeesFiguresInShortLines() throws Exception {
    desk.fleet().agent("h1").hold();
    desk.run("vm", "migrate", "web01", "--to", "h2", "--no-wait");
    untilRunning(1);
    Person script = Person.script("");
    Person program = Person.script("");
    CompletableFuture<Desk.Outcome> watch = beside(() -> desk.runFor(script, "op", "watch", "1"));
    CompletableFuture<Desk.Outcome> json =
        beside(() -> desk.runFor(program, "op", "watch", "1", "-o", "json"));
    await().atMost(SOON).until(() -> !script.output().isEmpty() && !program.output().isEmpty());

    await()
        .atMost(SOON)
        .until(
            () -> {
              desk.fleet().agent("h1").figures(1, 41, "memory", FIGURES);
              return script.output().contains("41%") && program.output().contains("\"pass\":2");
            });
    Golden.check("migration-list.txt", desk.run("migration", "list").out());
    assertThat(desk.run("op", "list").out()).contains("to h2: memory 512 MiB/1 GiB left, 30 MiB/s");
    desk.fleet().agent("h1").release();

    assertThat(Golden.steady(watch.get(60, TimeUnit.SECONDS).out()))
        .contains(
            "running  41%  memory 512 MiB/1 GiB left, 30 MiB/s, dirty 1 MiB/s, pass 2, down 140"
                + " ms, ETA 17s\n",
            "succeeded  100%  h1 to h2 in 2.3 s, downtime 120 ms, 2 GiB\n");
    assertThat(json.get(60, TimeUnit.SECONDS).out().lines())
        .allMatch(line -> line.startsWith("{") && line.endsWith("}"))
        .anyMatch(line -> line.contains("\"summary\":{\"from\":\"h1\",\"to\":\"h2\""));
    assertThat(Golden.steady(desk.run("op", "show", "1").out()))
        .containsPattern("Destination +h2\n")
        .containsPattern("Migration +h1 to h2 in 2.3 s, downtime 120 ms, 2 GiB\n");
    assertThat(desk.run("migration", "list").out().lines()).hasSize(1);
  }

  @Test
  void aMigrationIsChangedWhileItGoesOn() {
    assertThat(desk.run("migration", "set", "web01").status()).isEqualTo(2);
    assertThat(
            desk.run("migration", "set", "web01", "--bandwidth", "50M", "--max-downtime", "500ms")
                .status())
        .isZero();
    assertThat(desk.fleet().room().operation(1).orElseThrow().operation().sentence("web01"))
        .isEqualTo(
            "Let the migration of web01 go on with at most 50M a second, standing still for at"
                + " most 500 ms.");
    assertThat(desk.run("migration", "post-copy", "web01").err()).contains("needs to be confirmed");
    assertThat(desk.run("migration", "post-copy", "web01", "--yes").status()).isZero();
  }

  @Test
  void undoBringsItBack() {
    desk.run("vm", "migrate", "web01", "--to", "h2");
    Desk.Outcome undo = desk.run("op", "undo", "1");
    assertThat(undo.status()).as(undo.err()).isZero();
    assertThat(desk.fleet().agent("h1").vms()).extracting(Vm::name).contains("web01");
  }

  @Test
  void itsHistoryTravelsWithTheVm() {
    desk.run("vm", "pause", "web01");
    desk.run("vm", "migrate", "web01", "--to", "h2");
    desk.run("vm", "start", "db01");
    assertThat(desk.run("vm", "show", "web01").out())
        .contains("pause: succeeded (operation 1 of ada), on h1", "migrate to h2: succeeded");
    assertThat(desk.run("op", "list", "web01", "-o", "name").out()).isEqualTo("2\n1\n");
  }

  @Test
  void whatArrivesIsNobodysTarget() {
    Vm arriving = Vms.at("h2", Vms.vm("h1", "web01").state(VmState.PAUSED, Vm.ARRIVING).build());
    desk.fleet().agent("h2").publish(new FleetEvent.VmChanged(arriving));
    await().atMost(SOON).until(() -> desk.fleet().room().fleet().vm(arriving.ref()) != null);

    assertThat(desk.run("vm", "list", "-o", "name").out().lines())
        .containsExactly("h1/db01", "h1/web01", "h2/other", "h3/third");
    assertThat(desk.run("vm", "show", "web01", "-o", "name").out()).isEqualTo("h1/web01\n");
    assertThat(desk.run("vm", "show", "h2/web01").status()).isEqualTo(3);
    assertThat(desk.run("host", "show", "h2").out()).contains("1, 0 active, 1 arriving");
  }

  @Test
  void ofTwoThatSayTheyHaveItTheOwnerIsMeant() {
    Vm there = Vms.at("h2", web);
    Vm left = Vms.vm("h1", "web01").state(VmState.SHUT_OFF, "migrated").build();
    desk.fleet().agent("h1").publish(new FleetEvent.VmChanged(left));
    desk.fleet().agent("h2").publish(new FleetEvent.VmChanged(there));
    await().atMost(SOON).until(() -> desk.fleet().room().fleet().owns(there.ref()));
    assertThat(desk.run("vm", "show", "web01", "-o", "name").out()).isEqualTo("h2/web01\n");
    assertThat(desk.run("vm", "show", "h1/web01", "-o", "name").out()).isEqualTo("h1/web01\n");
  }

  /** On a thread of its own: a small machine's common pool has one. */
  private static <T> CompletableFuture<T> beside(Supplier<T> what) {
    return CompletableFuture.supplyAsync(what, command -> Thread.ofVirtual().start(command));
  }

  private void untilRunning(long number) {
    await()
        .atMost(SOON)
        .until(
            () ->
                desk.fleet()
                    .room()
                    .operation(number)
                    .map(OperationRecord::state)
                    .filter(OperationState.RUNNING::equals)
                    .isPresent());
  }
}
