package dev.pilothouse.tui.session;

import static dev.pilothouse.fleet.model.Vms.ref;
import static dev.pilothouse.fleet.model.Vms.vm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.MigrationFigures;
import dev.pilothouse.fleet.operation.MigrationFigures.Phase;
import dev.pilothouse.fleet.operation.MigrationOperation.SetMigration;
import dev.pilothouse.fleet.operation.MigrationOperation.StartPostCopy;
import dev.pilothouse.fleet.operation.MigrationSummary;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.tui.frame.AnsiEncoder;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.terminal.Capabilities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A migration that somebody watches. */
class MigrationScreenTest {
  /** Around what is shown: one packet's head, padding and seal; PacketBudgetTest measures it. */
  private static final int PACKET = 52;

  private static Stage watching(int columns, int rows) {
    return Scenes.small(columns, rows)
        .operations(Migrations.running(43, Migrations.figures(Phase.MEMORY)))
        .press("T", "Enter")
        .tell(new Msg.WorldChanged());
  }

  private static List<Object> submitted(Stage stage) {
    return stage.effects().stream()
        .filter(Effect.Submit.class::isInstance)
        .map(effect -> (Object) ((Effect.Submit) effect).targets().getFirst().operation())
        .toList();
  }

  @Test
  void howFarItIs() {
    Golden.check("migration-80x24", watching(80, 24).text());
    Golden.check("migration-120x40", watching(120, 40).text());
  }

  @Test
  void bandwidthAndDowntimeAreChangedWhileItRuns() {
    Stage stage = watching(80, 24).press("b", "'50M'");
    Golden.check("migration-bandwidth-80x24", stage.text());
    assertThat(submitted(stage.press("Enter")))
        .containsExactly(new SetMigration(ref("h1", "web01"), 50L << 20, null));
    assertThat(stage.press("t", "^U", "'2'").text()).contains("A time has a unit");
    assertThat(submitted(stage.press("'s'", "Enter")))
        .containsExactly(new SetMigration(ref("h1", "web01"), -1, Duration.ofSeconds(2)));
  }

  @Test
  void postCopyAsksAndSaysWhatItMeans() {
    Stage stage = watching(80, 24).press("p");
    Golden.check("migration-post-copy-80x24", stage.text());
    assertThat(submitted(stage)).isEmpty();
    assertThat(submitted(stage.press("y"))).containsExactly(new StartPostCopy(ref("h1", "web01")));
    stage.operations(Migrations.running(90, Migrations.figures(Phase.POST_COPY)));
    assertThat(stage.press("c").text()).contains("there is no way back");
  }

  @Test
  void aCancelAsksFirst() {
    Stage stage = watching(80, 24).press("c");
    assertThat(stage.effects()).noneMatch(Effect.Cancel.class::isInstance);
    assertThat(stage.press("y").effects()).contains(new Effect.Cancel(42));
  }

  @Test
  void viewersChangeNothing() {
    Stage stage = watching(80, 24).as(Role.VIEWER);
    for (String key : List.of("b", "t", "p", "c")) {
      assertThat(stage.press(key).text()).contains("needs the permission to operate");
    }
  }

  @Test
  void theEndIsSummedUp() {
    OperationRecord over =
        Migrations.running(99, Migrations.figures(Phase.FINISHING))
            .become(
                Migrations.step(OperationState.SUCCEEDED),
                null,
                new Codec()
                    .write(
                        MigrationSummary.class,
                        new MigrationSummary("h1", "h2", 41_300, 120, 4500L << 20, 0)));
    Stage stage =
        watching(80, 24)
            .operations(over)
            .fleet(
                new FleetEvent.VmGone(ref("h1", "web01")),
                new FleetEvent.VmChanged(
                    Vms.at("h2", vm("h1", "web01").running(Stage.NOW).build())));
    Golden.check("migration-over-80x24", stage.text());
  }

  @Test
  void aFailureSaysWhereTheVmIs() {
    OperationRecord failed =
        Migrations.running(50, Migrations.figures(Phase.MEMORY))
            .become(
                Migrations.step(OperationState.FAILED),
                new Failure(ErrorCode.HOST_UNREACHABLE, "h2 does not answer any more."),
                null);
    Golden.check("migration-failed-80x24", watching(80, 24).operations(failed).text());
  }

  @Test
  void whatCannotConvergeSaysWhatHelps() {
    MigrationFigures f = Migrations.figures(Phase.MEMORY);
    MigrationFigures busy =
        new MigrationFigures(
            f.phase(),
            f.diskDoneBytes(),
            f.diskBytes(),
            f.memoryDoneBytes(),
            f.memoryLeftBytes(),
            f.memoryBytes(),
            f.bytesPerSecond(),
            400L << 20,
            3,
            9000,
            -1,
            f.limitBytesPerSecond(),
            f.maxDowntimeMillis(),
            f.rates());
    assertThat(watching(80, 24).operations(Migrations.running(80, busy)).text())
        .contains("faster than it is copied", "9.0 s");
  }

  @Test
  void aPausedArrivalIsNoTarget() {
    Stage stage =
        Scenes.small(80, 24)
            .operations(Migrations.running(43, Migrations.figures(Phase.MEMORY)))
            .fleet(
                new FleetEvent.VmChanged(
                    Vms.at("h2", vm("h1", "web01").state(VmState.PAUSED, "migrating in").build())));
    Golden.check("fleet-migrating-80x24", stage.press("Down", "Down").text());
  }

  /** A minute of a guest of 8 GiB on a line of a gigabit that is shared. */
  @Test
  void aMinuteOfProgressIsFewBytes() {
    Random random = new Random(4);
    Stage stage = watching(80, 24);
    AnsiEncoder encoder =
        new AnsiEncoder(Capabilities.of(Map.of("TERM", "xterm-256color", "LANG", "C.UTF-8")));
    encoder.encode(stage.frame());
    List<Long> rates = new ArrayList<>();
    long total = 8L << 30;
    long done = 0;
    long bytes = 0;
    int frames = 0;
    int worst = 0;
    for (int look = 1; look <= 120; look++) {
      long rate = (long) ((105 + 8 * random.nextGaussian()) * (1 << 20));
      rates.add(rate);
      done += rate / 2;
      long left = Math.max(0, total - done);
      long dirty = (long) ((11 + random.nextGaussian()) * (1 << 20));
      MigrationFigures figures =
          new MigrationFigures(
              Phase.MEMORY,
              0,
              0,
              done,
              left,
              total,
              rate,
              dirty,
              1 + look / 50,
              Math.max(20, 1000 * left / rate),
              1000 * left / rate,
              0,
              300,
              rates.subList(Math.max(0, rates.size() - 60), rates.size()));
      stage
          .at(Stage.NOW.plusMillis(500L * look))
          .operations(Migrations.running((int) (100 * done / total), figures))
          .tell(new Msg.WorldChanged());
      int sent = encoder.encode(stage.frame()).length;
      bytes += sent;
      frames += sent > 0 ? 1 : 0;
      worst = Math.max(worst, sent);
    }
    long aSecond = (bytes + (long) frames * PACKET) / 60;
    System.out.printf(
        "a migration's minute: %d bytes in %d frames, at most %d; %d a second with packets%n",
        bytes, frames, worst, aSecond);
    assertThat(aSecond).isLessThanOrEqualTo(200);
    assertThat(frames).as("it moves twice a second").isGreaterThan(100);
  }
}
