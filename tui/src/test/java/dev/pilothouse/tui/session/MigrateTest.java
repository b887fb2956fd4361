package dev.pilothouse.tui.session;

import static dev.pilothouse.fleet.model.Vms.ref;
import static dev.pilothouse.fleet.model.Vms.vm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.MigrationOperation.PlanMigration;
import dev.pilothouse.fleet.operation.MigrationPlan;
import dev.pilothouse.fleet.operation.MigrationPlan.Convergence;
import dev.pilothouse.fleet.operation.MigrationPlan.DiskPlan;
import dev.pilothouse.fleet.operation.MigrationPlan.Finding;
import dev.pilothouse.fleet.operation.MigrationPlan.Travel;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Msg;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** From the menu of VMs to their migration: destination, options, plan. */
class MigrateTest {
  private static Stage one(int columns, int rows) {
    return DrainScreensTest.fleet(columns, rows, null).press("/", "'web01'", "Enter", "Enter", "M");
  }

  private static Stage several() {
    return DrainScreensTest.fleet(80, 24, null).press("/", "'host:h1'", "Enter", "*", "Enter", "M");
  }

  private static MigrationPlan plan(List<Finding> blockers, Convergence convergence) {
    return new MigrationPlan(
        "h1",
        "h2",
        MigrationPlan.State.RUNNING,
        List.of(
            new DiskPlan("vda", "/images/web01.qcow2", Travel.OVERLAY, 300L << 20),
            new DiskPlan("vdb", "/nas/data.qcow2", Travel.SHARED, 0)),
        2L << 30,
        118L << 20,
        "the last migration to h2",
        4L << 20,
        convergence,
        19_400,
        140,
        blockers,
        List.of(new Finding("It has a medium in sda.", "Eject it if it is not needed.")),
        new MigrationPlan.Basis(
            MigrationPlan.State.RUNNING,
            2L << 30,
            List.of("vda=/images/web01.qcow2"),
            List.of(),
            "d1"));
  }

  private static List<Effect.Read> reads(Stage stage) {
    return stage.effects().stream()
        .filter(Effect.Read.class::isInstance)
        .map(Effect.Read.class::cast)
        .toList();
  }

  private static List<Effect.Target> submitted(Stage stage) {
    return stage.effects().stream()
        .filter(Effect.Submit.class::isInstance)
        .flatMap(effect -> ((Effect.Submit) effect).targets().stream())
        .toList();
  }

  private static void answer(Stage stage, Effect.Read read, MigrationPlan plan) {
    stage.tell(new Msg.Answered(read.token(), new Codec().write(MigrationPlan.class, plan), ""));
  }

  @Test
  void everyHostSaysWhetherItFits() {
    Stage stage = one(80, 24);
    Golden.check("destination-80x24", stage.text());
    Golden.check("destination-120x40", one(120, 40).text());
    stage =
        DrainScreensTest.fleet(80, 24, null)
            .press("/", "'warehouse'", "Enter", "Enter", "M", "Enter");
    assertThat(stage.text()).contains("does not fit: it has");
    assertThat(stage.press("Enter").top().title()).isEqualTo("Migrate");
  }

  @Test
  void ofSeveralItIsSaidHowManyFit() {
    Golden.check("destination-several-80x24", several().text());
  }

  @Test
  void optionsAndPlanComeBeforeAnythingMoves() {
    Stage stage = one(80, 24).press("Enter", "'100M'", "Down", "'500ms'", "Down", "Space");
    Golden.check("migrate-options-80x24", stage.text());
    Effect.Read read = reads(stage.press("Enter")).getFirst();
    PlanMigration asked = (PlanMigration) read.target().operation();
    assertThat(asked.to().host()).isEqualTo("h2");
    assertThat(asked.options().bytesPerSecond()).isEqualTo(100L << 20);
    assertThat(asked.options().maxDowntime()).isEqualTo(Duration.ofMillis(500));
    assertThat(asked.options().autoConverge()).isTrue();
    assertThat(stage.press("y").text()).contains("still looking");
    answer(stage, read, plan(List.of(), Convergence.YES));
    Golden.check("migration-plan-80x24", stage.text());
    MigrateVm ordered = (MigrateVm) submitted(stage.press("y")).getFirst().operation();
    assertThat(ordered.vm()).isEqualTo(ref("h1", "web01"));
    assertThat(ordered.basis()).isEqualTo(plan(List.of(), Convergence.YES).basis());
    assertThat(ordered.options()).isEqualTo(asked.options());
  }

  @Test
  void whatCannotIsNamedAndTheOthersGo() {
    Stage stage = several().press("Enter", "Enter");
    List<Effect.Read> reads = reads(stage);
    assertThat(reads).hasSize(3);
    answer(stage, reads.get(0), plan(List.of(), Convergence.NO));
    answer(
        stage,
        reads.get(1),
        plan(
            List.of(new Finding("h2 has no active network lan.", "Start it there.")),
            Convergence.YES));
    stage.tell(new Msg.Answered(reads.get(2).token(), null, "The agent did not answer in time."));
    Golden.check("migration-plan-several-80x24", stage.press("Down").text());
    Golden.check("migration-plan-several-120x40", wide(stage));
    assertThat(submitted(stage.press("y")))
        .extracting(Effect.Target::name)
        .containsExactly(reads.get(0).target().name());
  }

  @Test
  void yesTwiceIsYesOnceAndARefusalIsSaid() {
    Stage stage = one(80, 24).press("Enter", "Enter");
    answer(stage, reads(stage).getFirst(), plan(List.of(), Convergence.YES));
    assertThat(submitted(stage.press("y"))).hasSize(1);
    assertThat(submitted(stage.press("y"))).isEmpty();
    stage.tell(
        new Msg.NotSubmitted(
            "migrations of plan 0",
            Migrations.migrate(ref("h1", "web01"), "h2", ""),
            "Redis cannot be reached."));
    assertThat(stage.text()).contains("cannot", "Redis cannot be reached.");
    assertThat(reads(stage.press("R"))).hasSize(1);
  }

  private static String wide(Stage narrow) {
    Stage stage = DrainScreensTest.fleet(120, 40, null);
    return stage.open(narrow.top()).text();
  }

  @Test
  void agentsAreAskedAFewAtATime() {
    Stage stage = DrainScreensTest.fleet(80, 24, null);
    for (int i = 0; i < 9; i++) {
      stage.fleet(new FleetEvent.VmChanged(vm("h2", "small" + i).build()));
    }
    stage.press("/", "'small'", "Enter", "*", "Enter", "M", "Enter", "Enter");
    List<Effect.Read> first = reads(stage);
    assertThat(first).hasSize(4);
    answer(stage, first.getFirst(), plan(List.of(), Convergence.NOT_NEEDED));
    assertThat(reads(stage)).hasSize(1);
  }

  @Test
  void aWorldThatChangedMeanwhileIsPlannedAgain() {
    Stage stage = one(80, 24).press("Enter", "Enter");
    answer(stage, reads(stage).getFirst(), plan(List.of(), Convergence.YES));
    stage.press("y");
    Effect.Submit submit =
        stage.effects().stream()
            .filter(Effect.Submit.class::isInstance)
            .map(Effect.Submit.class::cast)
            .findFirst()
            .orElseThrow();
    OperationRecord record =
        OperationRecord.submitted(
            new UUID(0, 50),
            50,
            submit.targets().getFirst().operation(),
            "web01",
            new Principal("ada", Role.ADMIN, "test"),
            Stage.NOW,
            Stage.NOW);
    stage.operations(record).tell(new Msg.Submitted(submit.token(), record));
    OperationRecord refused =
        record
            .become(Migrations.step(OperationState.ACCEPTED), null, null)
            .become(
                Migrations.step(OperationState.FAILED),
                new Failure(ErrorCode.CHANGED_MEANWHILE, "disk vdc=/images/new.qcow2 is new"),
                null);
    stage.operations(refused).tell(new Msg.OperationNews(refused));
    Golden.check("migration-plan-overtaken-80x24", stage.text());
    assertThat(stage.press("Enter").text()).contains("R plan again");
    assertThat(reads(stage.press("Esc", "R"))).hasSize(1);
    assertThat(stage.text()).contains("Looking how 1 VM would go");
  }

  @Test
  void whatMigratesAlreadyIsNotOfferedAgain() {
    Stage stage =
        DrainScreensTest.fleet(80, 24, null)
            .operations(Migrations.running(40, null))
            .press("/", "'web01'", "Enter", "Enter");
    assertThat(stage.text()).contains("it migrates already", "Watch its migration");
  }
}
