package dev.pilothouse.tui.session;

import static dev.pilothouse.fleet.model.Vms.ref;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.HostTerms;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.HostOperation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What of the operations is at hand for screens. */
class OperationShelfTest {
  private static final int MOST = 10;

  private final OperationShelf shelf = new OperationShelf(MOST);
  private Fleet fleet = Fleet.empty();

  private static OperationRecord ended(long number, String batch) {
    return Migrations.running(
            Migrations.ordered(number, ref("h1", "vm" + number), "vm" + number, "h2", batch),
            9,
            null)
        .become(Migrations.step(OperationState.SUCCEEDED), null, null);
  }

  private void hear(OperationRecord record) {
    shelf.heard(record, fleet);
  }

  private void drain(long operation) {
    HostTerms terms =
        new HostTerms(
            Migrations.address("h1"), 1, new HostTerms.Maintenance(Stage.NOW, "ada", operation));
    fleet = fleet.apply(new FleetEvent.HostReported("h1", Vms.facts().withTerms(terms), Stage.NOW));
  }

  @Test
  void theNewestStay() {
    for (int i = 1; i <= 30; i++) {
      hear(ended(i, ""));
    }
    assertThat(shelf.newestFirst()).extracting(OperationRecord::number).first().isEqualTo(30L);
    assertThat(shelf.newestFirst()).hasSize(MOST);
  }

  @Test
  void ofAHostThatIsEmptiedAllStay() {
    drain(1);
    hear(
        OperationRecord.submitted(
                new UUID(0, 1),
                1,
                new HostOperation.SetMaintenance("h1", true),
                "h1",
                new Principal("ada", Role.ADMIN, "test"),
                Stage.NOW,
                Stage.NOW)
            .become(Migrations.step(OperationState.ACCEPTED), null, null)
            .become(Migrations.step(OperationState.RUNNING), null, null)
            .become(Migrations.step(OperationState.SUCCEEDED), null, null));
    for (int i = 2; i <= 101; i++) {
      hear(ended(i, "1"));
    }
    for (int i = 102; i <= 130; i++) {
      hear(ended(i, "99"));
    }
    assertThat(shelf.newestFirst()).hasSize(MOST + 101);
    assertThat(shelf.missing(fleet)).isEmpty();
  }

  @Test
  void whatHasNotEndedStays() {
    hear(Migrations.ordered(1, ref("h1", "web01"), "web01", "h2", ""));
    for (int i = 2; i <= 30; i++) {
      hear(ended(i, ""));
    }
    assertThat(shelf.newestFirst())
        .hasSize(MOST + 1)
        .last()
        .extracting(r -> r.number())
        .isEqualTo(1L);
  }

  @Test
  void whoComesLateReadsBackToTheBeginningOfTheMaintenance() {
    for (int i = 100; i < 130; i++) {
      hear(ended(i, ""));
    }
    assertThat(shelf.missing(fleet)).isEmpty();
    drain(5);
    assertThat(shelf.missing(fleet)).hasValue(125);
  }

  @Test
  void progressWaitsUntilItIsShown() {
    OperationRecord record = Migrations.running(10, null);
    assertThat(shelf.heard(record, fleet)).isTrue();
    assertThat(shelf.heard(record.withProgress(11, ""), fleet)).isFalse();
    assertThat(shelf.newestFirst().getFirst().progress()).isEqualTo(10);
    assertThat(shelf.show(fleet)).isTrue();
    assertThat(shelf.newestFirst().getFirst().progress()).isEqualTo(11);
    assertThat(shelf.show(fleet)).isFalse();
    assertThat(shelf.heard(record.withCancelRequested(), fleet)).isTrue();
  }

  @Test
  void progressThatComesAfterTheEndIsNone() {
    OperationRecord record = Migrations.running(10, null);
    hear(record);
    hear(record.withProgress(50, ""));
    hear(record.become(Migrations.step(OperationState.SUCCEEDED), null, null));
    hear(record.withProgress(60, ""));
    shelf.show(fleet);
    assertThat(shelf.newestFirst().getFirst().state()).isEqualTo(OperationState.SUCCEEDED);
  }
}
