package dev.pilothouse.tui.session;

import static dev.pilothouse.fleet.model.Vms.ref;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.Snapshot;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.SettingsOperation.SetVm;
import dev.pilothouse.fleet.operation.SettingsOperation.Values;
import dev.pilothouse.fleet.operation.SnapshotOperation.CreateSnapshot;
import dev.pilothouse.fleet.operation.SnapshotOperation.CreateSnapshot.Content;
import dev.pilothouse.fleet.operation.SnapshotOperation.DeleteSnapshot;
import dev.pilothouse.fleet.operation.SnapshotOperation.ListSnapshots;
import dev.pilothouse.fleet.operation.SnapshotOperation.RevertSnapshot;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Msg;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The form for a VM's settings, and its snapshots. */
class VmFormsTest {
  private static final VmRef DB = ref("h1", "db-primary");
  private static final Instant TAKEN = Instant.parse("2026-11-20T08:15:00Z");

  private final Stage stage = Scenes.small(80, 24).press("/", "'db-'", "Enter");

  private List<Operation> submitted() {
    return stage.effects().stream()
        .filter(e -> e instanceof Effect.Submit)
        .flatMap(e -> ((Effect.Submit) e).targets().stream())
        .map(Effect.Target::operation)
        .toList();
  }

  @Test
  void theFormSaysWhatIsWhatWillBeAndWhen() {
    stage.press("Enter", "c");
    Golden.check("configure-80x24", stage.text());
    stage.press("^U", "'4'", "Tab", "^U", "'16'", "Tab", "^U", "'8G'", "Tab", "Tab", "' 2'");
    stage.press("Tab", "Tab", "' new'", "Tab", "Tab", "Space");
    Golden.check("configure-changed-80x24", stage.text());
    stage.press("Enter");
    long gib = 1L << 30;
    assertThat(submitted())
        .containsExactly(
            new SetVm(
                DB,
                new Values(
                    8,
                    8,
                    16 * gib,
                    null,
                    "Primary database",
                    null,
                    List.of(),
                    List.of("new"),
                    null,
                    false),
                new Values(
                    4,
                    16,
                    8 * gib,
                    null,
                    "Primary database 2",
                    null,
                    List.of("new"),
                    List.of(),
                    null,
                    true)));
  }

  @Test
  void whatMakesNoSenseIsSaidAtEveryKeyAndNotSubmitted() {
    stage.press("Enter", "c", "Enter");
    assertThat(stage.text()).contains("Nothing is changed yet.");
    stage.press("^U", "'x'");
    assertThat(stage.text()).contains("vCPUs: a number from 1 on.");
    stage.press("^U", "'99'");
    assertThat(stage.text()).contains("More vCPUs than the most it can have");
    stage.press("^U", "'8'", "Down", "Down", "^U", "'lots'");
    assertThat(stage.text()).contains("Memory: a size such as 512M or 2G.");
    stage.press("^U", "'1M'", "Enter");
    assertThat(stage.text()).contains("No guest runs in less than 16 MiB.");
    assertThat(submitted()).isEmpty();
  }

  private void answer(Snapshot... snapshots) {
    String json = new Codec().write(Snapshot.Tree.class, new Snapshot.Tree(List.of(snapshots)));
    stage.tell(new Msg.Answered("snapshots of " + DB, json, ""));
  }

  private static Snapshot snapshot(String name, String parent, boolean external, boolean current) {
    return new Snapshot(
        name, parent, "about " + name, TAKEN, "running", !external, external, current);
  }

  @Test
  void snapshotsAreReadWhenTheirScreenOpens() {
    stage.press("Enter", "S");
    assertThat(stage.effects())
        .contains(
            new Effect.Read(
                new Effect.Target(new ListSnapshots(DB), "db-primary"), "snapshots of " + DB));
    assertThat(stage.text()).contains("Reading the snapshots of db-primary...");
    answer();
    assertThat(stage.text()).contains("It has none yet; c takes one.");
    stage.tell(new Msg.Answered("snapshots of " + DB, null, "The agent is away."));
    assertThat(stage.text()).contains("The agent is away.");
  }

  @Test
  void theTreeAndItsQuestions() {
    stage.press("Enter", "S");
    answer(
        snapshot("clean", "", false, false),
        snapshot("before-upgrade", "clean", false, false),
        snapshot("upgraded", "before-upgrade", true, true),
        snapshot("trial", "clean", false, false));
    Golden.check("snapshots-80x24", stage.text());
    stage.press("Down", "r");
    Golden.check("snapshot-revert-80x24", stage.text());
    stage.press("y", "Down", "x", "y", "Up", "X", "n");
    assertThat(submitted())
        .containsExactly(
            new RevertSnapshot(DB, "before-upgrade", false),
            new DeleteSnapshot(DB, "upgraded", false));
  }

  @Test
  void aLongChainIsWarnedOf() {
    List<Snapshot> chain = new ArrayList<>();
    for (int i = 1; i <= 7; i++) {
      chain.add(snapshot("s" + i, i == 1 ? "" : "s" + (i - 1), false, i == 7));
    }
    stage.press("Enter", "S");
    answer(chain.toArray(Snapshot[]::new));
    assertThat(stage.text()).contains("A chain of 7 snapshots slows the disks");
  }

  @Test
  void aSnapshotIsTakenWithWhatIsChosen() {
    stage.press("Enter", "S");
    answer(snapshot("clean", "", false, true));
    stage.press("c", "^U", "'clean'");
    assertThat(stage.text()).contains("There is a snapshot of that name already.");
    stage.press("'-2'", "Tab", "'why'", "Tab", "Space", "Tab", "Tab", "Space");
    Golden.check("snapshot-form-80x24", stage.text());
    stage.press("Enter");
    assertThat(submitted())
        .containsExactly(new CreateSnapshot(DB, "clean-2", "why", Content.DISKS, false, true));
  }
}
