package dev.pilothouse.tui.session;

import static dev.pilothouse.fleet.model.Vms.ref;
import static dev.pilothouse.fleet.model.Vms.vm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.SnapshotOperation.ListSnapshots;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.fleet.FleetScreen;
import org.junit.jupiter.api.Test;

/** A VM that changes its host under somebody's hands. */
class FollowTest {
  private static final VmRef HERE = ref("h1", "web01");
  private static final VmRef THERE = new VmRef("h2", HERE.uuid());
  private static final Vm RUNNING = vm("h1", "web01").running(Stage.NOW).build();
  private static final FleetEvent GONE = new FleetEvent.VmGone(HERE);
  private static final FleetEvent ARRIVES =
      new FleetEvent.VmChanged(
          Vms.at("h2", vm("h1", "web01").state(VmState.PAUSED, Vm.ARRIVING).build()));
  private static final FleetEvent ARRIVED = new FleetEvent.VmChanged(Vms.at("h2", RUNNING));

  private final Stage stage =
      Scenes.small(80, 24).operations(Migrations.running(40, null)).press("G", "Up", "Up", "Up");

  private FleetScreen fleet() {
    return (FleetScreen) stage.stack().screens().getFirst();
  }

  @Test
  void cursorAndMarksGoWithIt() {
    assertThat(fleet().vms().on()).isEqualTo(HERE);
    stage.press("Space", "Up").fleet(ARRIVES);
    assertThat(fleet().vms().on()).isEqualTo(HERE);
    assertThat(fleet().marks()).containsExactly(HERE);
    stage.fleet(GONE);
    assertThat(fleet().marks()).as("nobody has it for a moment").containsExactly(HERE);
    stage.fleet(ARRIVED);
    assertThat(fleet().vms().on()).isEqualTo(THERE);
    assertThat(fleet().marks()).containsExactly(THERE);
    assertThat(stage.press("Enter").text()).contains("web01 on h2");
  }

  @Test
  void aStoppedOneIsFollowedThoughItNeverArrives() {
    stage.press("Space", "Up").fleet(GONE);
    stage.operations(
        Migrations.running(99, null).become(Migrations.step(OperationState.SUCCEEDED), null, null));
    stage.fleet(new FleetEvent.PresenceChanged("h3", dev.pilothouse.fleet.model.Presence.ONLINE));
    assertThat(fleet().marks()).containsExactly(HERE);
    stage.fleet(ARRIVED);
    assertThat(fleet().vms().on()).isEqualTo(THERE);
    assertThat(fleet().marks()).containsExactly(THERE);
  }

  @Test
  void whatArrivesIsNoTarget() {
    stage.fleet(ARRIVES).press("Down", "Enter");
    assertThat(stage.text()).contains("web01 is arriving from h1: act on it there.");
    assertThat(stage.press("*", "Enter").text()).contains("11 VMs");
    assertThat(stage.text()).contains("7 of 11 VMs running");
  }

  @Test
  void whatDidNotArriveIsOnItsHostAgain() {
    stage.fleet(ARRIVES).press("Down");
    assertThat(fleet().vms().on()).isEqualTo(THERE);
    stage.fleet(new FleetEvent.VmGone(THERE));
    assertThat(fleet().vms().on()).isEqualTo(HERE);
  }

  @Test
  void itsDetailsTellWhatWasBoth() {
    stage
        .operations(Migrations.running(40, null), Migrations.ordered(7, HERE, "web01", "h2", ""))
        .notices(
            new Notice(
                Stage.NOW.minusSeconds(9), Notice.Severity.INFO, "h2", THERE, "web01", "resumed"))
        .press("d")
        .fleet(GONE);
    assertThat(stage.text()).contains("on its way from h1");
    stage.fleet(ARRIVED);
    assertThat(stage.press("PgDn").text()).contains("op 42", "op 7", "h2 9s ago: resumed");
    assertThat(stage.press("PgUp").text()).containsPattern("host +h2");
  }

  @Test
  void disksNicsAndSnapshotsAreThoseOfTheNewHost() {
    for (String key : new String[] {"D", "N"}) {
      stage.press("Enter", key).fleet(GONE, ARRIVED);
      assertThat(stage.text()).contains("web01 on h2, running");
      stage.press("Esc").fleet(new FleetEvent.VmGone(THERE), new FleetEvent.VmChanged(RUNNING));
    }
    stage.press("Enter", "S").effects();
    stage.fleet(GONE, ARRIVED);
    assertThat(stage.text()).contains("Snapshots of web01 on h2");
    assertThat(stage.effects())
        .filteredOn(Effect.Read.class::isInstance)
        .extracting(effect -> ((Effect.Read) effect).target().operation())
        .contains(new ListSnapshots(THERE));
  }

  @Test
  void itsMigrationIsWatchedFromItsMenuAndItsDetails() {
    assertThat(stage.press("Enter").text()).contains("Watch its migration");
    assertThat(stage.press("w").text()).contains("operation 42 by ada");
    assertThat(stage.press("Esc", "d", "w").text()).contains("operation 42 by ada");
  }
}
