package dev.pilothouse.fleet.placement;

import static dev.pilothouse.fleet.placement.Hosts.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmNeeds;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.placement.DrainProgress.State;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Emptying a host: what is planned, how far it is, what can be brought back. */
class DrainTest {
  private static final Principal ADA = new Principal("ada", Role.ADMIN, "test");
  private static final long MAINTENANCE = 7;

  private final Vm large = Hosts.running("h1", "large", 20).build();
  private final Vm middle = Hosts.running("h1", "middle", 16).build();
  private final Vm small = Hosts.running("h1", "small", 8).build();
  private final Vm off = Vms.vm("h1", "off").build();
  private final Fleet fleet =
      Hosts.maintained(
          Hosts.with(Hosts.of("h1", "h2", "h3"), small, off, middle, large), "h1", MAINTENANCE);

  private static DrainPlan plan(Fleet fleet, String... among) {
    return DrainPlan.of(fleet, "h1", List.of(among), Taken.nothing());
  }

  private static List<String> moves(DrainPlan plan) {
    return plan.moves().stream().map(m -> m.vm().name() + " to " + m.to().host()).toList();
  }

  private OperationRecord migration(Vm vm, String to, long number, OperationState... states) {
    MigrateVm operation =
        Move.of(fleet, vm, to, "")
            .orElseThrow()
            .operation(MigrationOptions.standard(), null, Long.toString(MAINTENANCE));
    OperationRecord record =
        OperationRecord.submitted(
            new UUID(0, number), number, operation, vm.name(), ADA, Hosts.AT, Hosts.AT);
    for (OperationState state : states) {
      Failure why =
          state == OperationState.FAILED ? new Failure(ErrorCode.REFUSED, "It broke.") : null;
      record = record.become(new OperationRecord.Step(state, Hosts.AT, "h1", ""), why, null);
    }
    return record;
  }

  private OperationRecord moved(Vm vm, String to, long number) {
    return migration(
        vm, to, number, OperationState.ACCEPTED, OperationState.RUNNING, OperationState.SUCCEEDED);
  }

  private OperationRecord failed(Vm vm, String to, long number) {
    return migration(
        vm, to, number, OperationState.ACCEPTED, OperationState.RUNNING, OperationState.FAILED);
  }

  /** The fleet once that VM is there. */
  private static Fleet arrived(Fleet fleet, Vm vm, String to) {
    return Hosts.with(fleet.apply(new FleetEvent.VmGone(vm.ref())), Vms.at(to, vm));
  }

  private static List<String> verdicts(DrainProgress progress) {
    return progress.verdicts().stream()
        .map(v -> (v.name() + " " + v.word() + " " + v.to()).strip())
        .toList();
  }

  @Test
  void theLargestGoFirstAndTheySpread() {
    assertThat(moves(plan(fleet)))
        .containsExactly("large to h2", "middle to h3", "small to h3", "off to h2");
    assertThat(plan(fleet).stays()).isEmpty();
    assertThat(plan(fleet).moves().getFirst().why())
        .isEqualTo("h2 has the most free memory: 32 GiB of 32 GiB, load 0.5 on 8 CPUs.");
  }

  @Test
  void theOrdersSayWhereToHowToComeBackAndWhatTheyBelongTo() {
    MigrateVm first = plan(fleet).operations(MigrationOptions.standard(), MAINTENANCE).getFirst();
    assertThat(first.vm()).isEqualTo(large.ref());
    assertThat(first.to().address()).isEqualTo(Vms.terms("h2").migration());
    assertThat(first.home()).isEqualTo(Vms.terms("h1").migration());
    assertThat(first.batch()).isEqualTo("7");
    assertThat(first.basis()).isNull();
  }

  @Test
  void onlyTheHostsThatAreSaidTakeThem() {
    DrainPlan plan = plan(fleet, "h3");
    assertThat(moves(plan)).containsExactly("large to h3", "small to h3", "off to h3");
    assertThat(plan.stays()).extracting(stay -> stay.vm().name()).containsExactly("middle");
    assertThat(plan.stays().getFirst().why())
        .isEqualTo("No host fits: h3: it has 12 GiB of memory free.");
  }

  @Test
  void whatCannotGoSaysWhy() {
    Vm gpu =
        Hosts.running("h1", "gpu", 1)
            .needs(new VmNeeds("", "", false, List.of("pci 0000:01:00.0")))
            .build();
    Vm left = Vms.vm("h1", "twice").build();
    Vm runs = Vms.at("h2", Vms.vm("h1", "twice").running(Hosts.AT).build());
    DrainPlan plan = plan(Hosts.with(Hosts.of("h1", "h2"), gpu, left, runs));
    assertThat(plan.moves()).isEmpty();
    assertThat(plan.stays())
        .extracting(stay -> stay.vm().name() + ": " + stay.why())
        .containsExactly(
            "gpu: No host fits: h2: the VM holds pci 0000:01:00.0 of its own host.",
            "twice: h2 has it, and what is left of it here is none: delete its definition.");
    assertThat(plan(Hosts.with(Hosts.of("h1"), off)).stays().getFirst().why())
        .isEqualTo("There is no other host.");
  }

  @Test
  void whatArrivesIsNoVmOfTheHost() {
    Vm arriving = Hosts.running("h1", "new", 1).state(VmState.PAUSED, Vm.ARRIVING).build();
    assertThat(plan(Hosts.with(Hosts.of("h1", "h2"), arriving)).moves()).isEmpty();
  }

  @Test
  void everyVmHasItsVerdict() {
    Vm vanished = Hosts.running("h1", "brief", 1).build();
    Vm late = Hosts.running("h1", "late", 1).build();
    List<OperationRecord> operations =
        List.of(
            moved(large, "h2", 8),
            migration(middle, "h3", 9, OperationState.ACCEPTED, OperationState.RUNNING)
                .withProgress(40, "memory"),
            failed(small, "h3", 10),
            migration(off, "h2", 11).withProgress(-1, "waits for 2 migrations"),
            failed(vanished, "h3", 12));
    DrainProgress progress =
        DrainProgress.of(Hosts.with(arrived(fleet, large, "h2"), late), "h1", operations);
    assertThat(verdicts(progress))
        .containsExactly(
            "brief vanished h3",
            "large moved h2",
            "late stays",
            "middle moving 40 % h3",
            "off waiting h2",
            "small failed h3");
    assertThat(progress.verdicts())
        .extracting(DrainProgress.Verdict::why)
        .containsExactly(
            "It ended before it could move.",
            "",
            "No migration of it was ordered.",
            "",
            "waits for 2 migrations",
            "It broke.");
    assertThat(progress.underWay()).isTrue();
    assertThat(progress.sentence())
        .isEqualTo("h1 is not empty: 1 moved, 1 moving, 1 waiting, 1 failed, 1 stays, 1 vanished");
  }

  @Test
  void theNewestMigrationOfAVmCounts() {
    List<OperationRecord> operations =
        List.of(migration(small, "h2", 20, OperationState.ACCEPTED), failed(small, "h3", 10));
    assertThat(DrainProgress.of(fleet, "h1", operations).verdicts())
        .filteredOn(v -> v.state() == State.WAITING)
        .extracting(DrainProgress.Verdict::name)
        .containsExactly("small");
  }

  @Test
  void itIsEmptyWhenNothingIsLeftAndThatIsKnown() {
    Fleet now = fleet;
    List<OperationRecord> operations = new ArrayList<>();
    for (Vm vm : List.of(large, middle, small)) {
      now = arrived(now, vm, "h2");
      operations.add(moved(vm, "h2", 10 + operations.size()));
    }
    assertThat(DrainProgress.of(now, "h1", operations).empty()).as("one is defined").isFalse();
    operations.add(moved(off, "h2", 20));
    now = arrived(now, off, "h2");
    assertThat(DrainProgress.of(now, "h1", operations).sentence())
        .isEqualTo("h1 is empty: safe to power off");

    Fleet silent = now.apply(new FleetEvent.PresenceChanged("h1", Presence.STALE));
    assertThat(DrainProgress.of(silent, "h1", operations).sentence())
        .isEqualTo("h1 does not answer: what is on it is not known");
    Vm arriving = Vms.vm("h1", "new").state(VmState.PAUSED, Vm.ARRIVING).build();
    assertThat(DrainProgress.of(Hosts.with(now, arriving), "h1", operations).sentence())
        .isEqualTo("h1 is not empty: 4 moved, 1 on the way to it");
    assertThat(DrainProgress.of(Hosts.of("h1"), "h1", operations).sentence())
        .isEqualTo("h1 is not in maintenance");
    assertThat(DrainProgress.of(Hosts.with(now, off), "h1", operations).empty())
        .as("it came back")
        .isFalse();
  }

  @Test
  void stoppingEndsWhatHasNotEnded() {
    List<OperationRecord> operations =
        List.of(migration(off, "h2", 11), migration(middle, "h3", 9), moved(large, "h2", 8));
    assertThat(Batch.underWay(operations, "h1", MAINTENANCE))
        .extracting(OperationRecord::number)
        .containsExactly(9L, 11L);
    assertThat(Batch.underWay(operations, "h1", 6)).isEmpty();
    assertThat(Batch.underWay(operations, "h2", MAINTENANCE)).isEmpty();
  }

  @Test
  void whatLeftAndIsStillThereCanComeBack() {
    List<OperationRecord> operations =
        List.of(moved(large, "h2", 8), moved(middle, "h3", 9), failed(small, "h3", 10));
    Fleet now = arrived(arrived(fleet, large, "h2"), middle, "h2");
    List<Batch.Return> back = Batch.back(now, operations, "h1", MAINTENANCE);
    assertThat(back).extracting(Batch.Return::name).containsExactly("large");
    assertThat(back.getFirst().operation().vm()).isEqualTo(Vms.at("h2", large).ref());
    assertThat(back.getFirst().operation().to().host()).isEqualTo("h1");
  }

  @Test
  void migrationsThatWaitTakeRoomAlready() {
    Taken taken = Taken.by(fleet, List.of(migration(large, "h2", 8), moved(middle, "h3", 9)));
    assertThat(taken.memory("h2")).isEqualTo(20 * GIB);
    assertThat(taken.memory("h3")).isZero();
    Fleet shown =
        Hosts.with(
            fleet,
            Vms.at(
                "h2", Hosts.running("h1", "large", 20).state(VmState.PAUSED, Vm.ARRIVING).build()));
    assertThat(Taken.by(shown, List.of(migration(large, "h2", 8)))).isEqualTo(Taken.nothing());
  }
}
