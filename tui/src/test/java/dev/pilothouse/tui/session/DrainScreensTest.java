package dev.pilothouse.tui.session;

import static dev.pilothouse.fleet.model.Vms.ref;
import static dev.pilothouse.fleet.model.Vms.vm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.HostFacts;
import dev.pilothouse.fleet.model.HostTerms;
import dev.pilothouse.fleet.model.HostTerms.Maintenance;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.HostOperation.SetMaintenance;
import dev.pilothouse.fleet.operation.MigrationFigures;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.tui.frame.AnsiEncoder;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.terminal.Capabilities;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Hosts that are emptied, and a fleet that is evened out. */
class DrainScreensTest {
  private static final int PACKET = 52;
  private static final Maintenance MAINTENANCE =
      new Maintenance(Stage.NOW.minusSeconds(120), "ada", 17);

  /** What emptied h1 is part of. */
  private static final String BATCH = "17";

  static FleetEvent host(String name, @Nullable Maintenance maintenance) {
    HostFacts facts =
        Vms.facts().withTerms(new HostTerms(Migrations.address(name), 1, maintenance));
    return new FleetEvent.HostReported(name, facts, Stage.NOW);
  }

  private static Vm on(String host, String name) {
    return vm(host, name).running(Stage.NOW.minusSeconds(3600)).build();
  }

  /** Three hosts; one of the VMs on h1 is too large for the others. */
  static Stage fleet(int columns, int rows, @Nullable Maintenance maintenance) {
    Vm large = vm("h1", "warehouse").running(Stage.NOW).memoryBytes(28L << 30).build();
    return new Stage(columns, rows)
        .fleet(
            host("h1", maintenance),
            host("h2", null),
            host("h3", null),
            new FleetEvent.VmsListed(
                "h1", List.of(on("h1", "web01"), on("h1", "web02"), on("h1", "db"), large)),
            new FleetEvent.VmsListed("h2", List.of(on("h2", "mail"))),
            new FleetEvent.VmsListed("h3", List.of()));
  }

  private static OperationRecord[] halfWay() {
    OperationRecord moved =
        ended(Migrations.ordered(18, ref("h1", "web00"), "web00", "h3", BATCH), null);
    OperationRecord moving =
        Migrations.running(
            Migrations.ordered(19, ref("h1", "web01"), "web01", "h2", BATCH), 43, null);
    OperationRecord failed =
        ended(
            Migrations.ordered(20, ref("h1", "db"), "db", "h3", BATCH),
            new Failure(ErrorCode.NO_CAPACITY, "h3 has no room for disk vda."));
    OperationRecord waiting = Migrations.ordered(21, ref("h1", "web02"), "web02", "h3", BATCH);
    return new OperationRecord[] {waiting, failed, moving, moved};
  }

  private static OperationRecord ended(OperationRecord ordered, @Nullable Failure failure) {
    return Migrations.running(ordered, 50, null)
        .become(
            Migrations.step(failure == null ? OperationState.SUCCEEDED : OperationState.FAILED),
            failure,
            null);
  }

  private static Stage draining(int columns, int rows) {
    return fleet(columns, rows, MAINTENANCE)
        .operations(halfWay())
        .fleet(new FleetEvent.VmChanged(Vms.at("h3", on("h1", "web00"))))
        .press("Tab", "Down", "Enter", "w");
  }

  private static <T extends Effect> List<T> of(Class<T> kind, Stage stage) {
    return stage.effects().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Test
  void hostsHaveAMenu() {
    Golden.check("host-menu-80x24", fleet(80, 24, null).press("Tab", "Down", "Enter").text());
    assertThat(fleet(80, 24, null).press("Tab", "Enter").text()).contains("Balance the fleet");
  }

  @Test
  void thePlanSaysWhereToAndWhatCannot() {
    Golden.check("drain-plan-80x24", fleet(80, 24, null).press("Tab", "Down", "Enter", "D").text());
    Golden.check(
        "drain-plan-120x40",
        fleet(120, 40, null).press("Tab", "Down", "Enter", "D", "Down").text());
  }

  @Test
  void yesBeginsMaintenanceAndThenOrdersTheMigrationsAsPartOfIt() {
    Stage stage = fleet(80, 24, null).press("Tab", "Down", "Enter", "D", "y");
    Effect.InTurn turn = of(Effect.InTurn.class, stage).getFirst();
    assertThat(turn.first().operation()).isEqualTo(new SetMaintenance("h1", true));
    List<Effect.Target> then = turn.then().apply(17);
    assertThat(then)
        .extracting(Effect.Target::name)
        .containsExactlyInAnyOrder("web01", "web02", "db");
    assertThat(then)
        .allSatisfy(
            target -> assertThat(((MigrateVm) target.operation()).batch()).isEqualTo(BATCH));
    assertThat(stage.text()).contains("h1 is not in maintenance");
  }

  @Test
  void everyVmHasAVerdict() {
    Golden.check("drain-80x24", draining(80, 24).text());
    Golden.check("drain-120x40", draining(120, 40).text());
  }

  @Test
  void whoLogsInAgainFindsItOnTheHost() {
    Stage again = draining(80, 24);
    Golden.check("fleet-drain-80x24", again.press("1", "Tab").text());
    Golden.check("fleet-drain-120x40", draining(120, 40).press("1").text());
    assertThat(again.text()).contains("h1 maint", "h1 in maintenance");
    assertThat(again.press("Tab", "Enter", "w").text()).contains("1 moved, 1 moving");
  }

  @Test
  void oneOfThemIsWatchedAndCancelled() {
    Stage stage = draining(80, 24).press("Enter");
    assertThat(stage.text()).contains("web01", "h1 -> h2, operation 19");
    stage.press("c", "y");
    assertThat(of(Effect.Cancel.class, stage)).containsExactly(new Effect.Cancel(19));
  }

  @Test
  void oneKeyStopsTheWholeThing() {
    Stage stage = draining(80, 24).press("X");
    Golden.check("drain-stop-80x24", stage.text());
    stage.press("y");
    assertThat(of(Effect.Cancel.class, stage))
        .as("those that wait first")
        .containsExactly(new Effect.Cancel(21), new Effect.Cancel(19));
  }

  @Test
  void whatIsLeftIsOrderedAgainAsPartOfTheSame() {
    Stage stage = draining(80, 24).press("r");
    assertThat(stage.text()).contains("1 can move, 1 cannot", "in maintenance already");
    stage.press("y");
    List<Effect.Target> targets = of(Effect.Submit.class, stage).getFirst().targets();
    assertThat(targets).extracting(Effect.Target::name).containsExactly("db");
    assertThat(((MigrateVm) targets.getFirst().operation()).batch()).isEqualTo(BATCH);
  }

  @Test
  void theEndIsASentence() {
    Stage stage =
        draining(80, 24)
            .operations(
                ended(Migrations.ordered(18, ref("h1", "web00"), "web00", "h3", BATCH), null))
            .fleet(new FleetEvent.VmsListed("h1", List.of()));
    Golden.check("drain-over-80x24", stage.text());
  }

  @Test
  void undrainBringsBackWhatLeft() {
    Stage stage = draining(80, 24).press("U", "Space");
    Golden.check("undrain-80x24", stage.text());
    Effect.InTurn turn = of(Effect.InTurn.class, stage.press("Enter")).getFirst();
    assertThat(turn.first().operation()).isEqualTo(new SetMaintenance("h1", false));
    assertThat(turn.then().apply(30))
        .singleElement()
        .satisfies(
            target -> {
              MigrateVm back = (MigrateVm) target.operation();
              assertThat(back.vm().host()).isEqualTo("h3");
              assertThat(back.to().host()).isEqualTo("h1");
            });
  }

  @Test
  void aBalanceIsProposedAndApplied() {
    Stage stage = fleet(80, 24, null);
    List<Vm> many = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      many.add(on("h1", "vm" + i));
    }
    stage.fleet(new FleetEvent.VmsListed("h1", many)).press("Tab", "Enter", "B");
    Golden.check("balance-80x24", stage.text());
    stage.press("y");
    assertThat(of(Effect.Submit.class, stage).getFirst().targets()).isNotEmpty();
  }

  @Test
  void theCursorStaysOnTopUntilSomebodyMovesIt() {
    Stage stage = draining(80, 24);
    assertThat(stage.text()).containsPattern("▶ web01 +moving 43 %");
    OperationRecord[] later = halfWay();
    later[0] = Migrations.running(later[0], 5, null);
    later[2] = ended(Migrations.ordered(19, ref("h1", "web01"), "web01", "h2", BATCH), null);
    FleetEvent moved = new FleetEvent.VmChanged(Vms.at("h2", on("h1", "web01")));
    stage.operations(later).fleet(new FleetEvent.VmGone(ref("h1", "web01")), moved);
    assertThat(stage.text()).containsPattern("▶ web02 +moving 5 %");
    stage.press("G", "k", "j");
    assertThat(stage.text()).containsPattern("▶ web01 +moved");
  }

  @Test
  void anySizeCanBePainted() {
    for (int columns = 1; columns < 90; columns += 7) {
      for (int rows = 1; rows < 16; rows += 2) {
        Stage stage = fleet(columns, rows, MAINTENANCE).operations(halfWay());
        stage.press("Tab", "Down", "Enter").text();
        stage.press("w").text();
        stage.press("r").text();
        stage.press("Esc", "G", "Enter").text();
        stage.press("1", "Enter", "M").text();
        stage.press("Enter", "Enter").text();
        stage.press("1", "Tab", "Enter", "B").text();
        stage.operations(Migrations.running(43, Migrations.figures(MigrationFigures.Phase.MEMORY)));
        stage.press("T", "Enter").tell(new Msg.WorldChanged()).text();
      }
    }
    assertThat(MAINTENANCE.operation()).isEqualTo(17);
  }

  @Test
  void viewersOnlyLook() {
    assertThat(fleet(80, 24, null).as(Role.VIEWER).press("Tab", "Down", "Enter", "D").text())
        .contains("needs the permission to operate");
    assertThat(draining(80, 24).as(Role.VIEWER).press("X").text())
        .contains("needs the permission to operate");
  }

  /** Four at once, each of which takes some 40 seconds, in one minute. */
  @Test
  void aMinuteOfFourThatMoveIsFewBytes() {
    Stage stage = draining(80, 24);
    AnsiEncoder encoder =
        new AnsiEncoder(Capabilities.of(Map.of("TERM", "xterm-256color", "LANG", "C.UTF-8")));
    encoder.encode(stage.frame());
    long bytes = 0;
    int frames = 0;
    for (int look = 1; look <= 120; look++) {
      OperationRecord[] moving = new OperationRecord[4];
      for (int i = 0; i < 4; i++) {
        String name = List.of("web01", "web02", "db", "warehouse").get(i);
        int percent = Math.min(99, look * (100 + 7 * i) / 90 + 3 * i);
        moving[3 - i] =
            Migrations.running(
                Migrations.ordered(18 + i, ref("h1", name), name, "h2", BATCH), percent, null);
      }
      stage.operations(moving).tell(new Msg.WorldChanged());
      int sent = encoder.encode(stage.frame()).length;
      bytes += sent;
      frames += sent > 0 ? 1 : 0;
    }
    long aSecond = (bytes + (long) frames * PACKET) / 60;
    System.out.printf(
        "a drain's minute: %d bytes in %d frames; %d a second%n", bytes, frames, aSecond);
    assertThat(aSecond).isLessThanOrEqualTo(200);
  }
}
