package dev.pilothouse.agent.operation;

import static dev.pilothouse.agent.operation.TwoHosts.FOLDER;
import static dev.pilothouse.agent.operation.TwoHosts.LIMIT;
import static dev.pilothouse.agent.operation.TwoHosts.MIB;
import static dev.pilothouse.agent.operation.TwoHosts.SLOW;
import static dev.pilothouse.agent.operation.TwoHosts.cd;
import static dev.pilothouse.agent.operation.TwoHosts.disk;
import static dev.pilothouse.agent.operation.TwoHosts.migrate;
import static dev.pilothouse.agent.operation.TwoHosts.options;
import static dev.pilothouse.agent.operation.TwoHosts.there;
import static dev.pilothouse.agent.operation.TwoHosts.volume;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.hypervisor.simulated.Neighbourhood;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.MigrationFigures;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.MigrationOperation.SetMigration;
import dev.pilothouse.fleet.operation.MigrationOperation.StartPostCopy;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.MigrationPlan.Travel;
import dev.pilothouse.fleet.operation.MigrationSummary;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Order;
import dev.pilothouse.fleet.wire.Codec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** VMs on their way to another host: what arrives, what stays, and what a cancel leaves. */
class MigrateVmTest {
  @TempDir Path state;

  private TwoHosts hosts;

  @BeforeEach
  void setUp() throws IOException {
    hosts = new TwoHosts(state, Neighbourhood.apart());
    hosts.start();
  }

  @AfterEach
  void close() {
    hosts.close();
  }

  private Optional<MigrationFigures> figures(Order order) {
    return Optional.ofNullable(hosts.bus.record(order.number()).figures());
  }

  /** An overlay {@code web.qcow2} on {@code base.qcow2}. */
  private void overlay() {
    volume(hosts.here, NewVolume.thin("base.qcow2", "qcow2", 64 * MIB), (byte) 1, (byte) 2);
    volume(
        hosts.here,
        NewVolume.overlay("web.qcow2", 64 * MIB, FOLDER + "base.qcow2", "qcow2"),
        (byte) 3);
  }

  @Test
  void aRunningVmMovesAndWhatItWasIsToldAtTheEnd() {
    VmRef vm = hosts.running("");
    hosts.here.setAutostart(vm.uuid(), true);
    OperationRecord record = hosts.ended(hosts.submit(migrate(vm)));
    assertThat(record.state()).as("%s", record.failure()).isEqualTo(OperationState.SUCCEEDED);
    hosts.isOnlyThere(vm.uuid(), VmState.RUNNING);
    assertThat(hosts.there.find(vm.uuid()).orElseThrow().autostart()).isTrue();
    MigrationSummary summary =
        new Codec().read(MigrationSummary.class, Objects.requireNonNull(record.result()));
    assertThat(summary.from()).isEqualTo("h1");
    assertThat(summary.to()).isEqualTo("h2");
    assertThat(summary.memoryBytes()).isGreaterThanOrEqualTo(128 * MIB);
    assertThat(summary.downtimeMillis()).isBetween(1L, 1000L);
    assertThat(record.history().getLast().why())
        .matches("moved to h2 in [0-9.]+ s, [0-9]+ ms standing still, .* of memory, 0 B of disks");
  }

  @Test
  void aStoppedVmMovesWithItsDisksAndIsStillOff() {
    overlay();
    VmRef vm = hosts.vm("web", disk("vda", "web.qcow2"));
    assertThat(hosts.done(migrate(vm))).startsWith("moved to h2 in ").contains("3 B of disks");
    hosts.isOnlyThere(vm.uuid(), VmState.SHUT_OFF);
    assertThat(hosts.there.storage().download(FOLDER + "base.qcow2", 0, 10))
        .startsWith((byte) 1, (byte) 2);
    assertThat(hosts.there.storage().download(FOLDER + "web.qcow2", 0, 10)).startsWith((byte) 3);
    assertThat(there(hosts.here, "web.qcow2")).isFalse();
    // What lies beneath belongs to nobody alone.
    assertThat(there(hosts.here, "base.qcow2")).isTrue();
  }

  @Test
  void aRunningVmTakesItsDisksAlong() {
    overlay();
    VmRef vm = hosts.running(disk("vda", "web.qcow2"));
    assertThat(hosts.plan(vm).disks())
        .singleElement()
        .satisfies(d -> assertThat(d.travel()).isEqualTo(Travel.OVERLAY_AND_BASE));
    hosts.done(migrate(vm));
    hosts.isOnlyThere(vm.uuid(), VmState.RUNNING);
    assertThat(hosts.there.storage().volume(FOLDER + "web.qcow2").orElseThrow().backing())
        .isEqualTo(FOLDER + "base.qcow2");
    assertThat(hosts.there.storage().download(FOLDER + "web.qcow2", 0, 10)).startsWith((byte) 3);
    assertThat(there(hosts.here, "web.qcow2")).isFalse();
  }

  @Test
  void aBaseThatIsThereAlreadyIsNotCopied() {
    overlay();
    volume(hosts.there, NewVolume.thin("base.qcow2", "qcow2", 64 * MIB), (byte) 1, (byte) 2);
    VmRef vm = hosts.running(disk("vda", "web.qcow2"));
    assertThat(hosts.plan(vm).disks())
        .singleElement()
        .satisfies(d -> assertThat(d.travel()).isEqualTo(Travel.OVERLAY));
    hosts.done(migrate(vm));
    hosts.isOnlyThere(vm.uuid(), VmState.RUNNING);
  }

  @Test
  void aBaseOfOtherContentIsRefusedBeforeAnythingMoves() {
    overlay();
    volume(hosts.there, NewVolume.thin("base.qcow2", "qcow2", 64 * MIB), (byte) 1, (byte) 9);
    VmRef vm = hosts.running(disk("vda", "web.qcow2"));
    hosts.refused(migrate(vm), ErrorCode.NAME_TAKEN, "base.qcow2 on h2 is another file", "goes on");
    hosts.isOnlyHere(vm, VmState.RUNNING);
    assertThat(there(hosts.there, "web.qcow2")).isFalse();
    assertThat(hosts.there.storage().download(FOLDER + "base.qcow2", 0, 10))
        .startsWith((byte) 1, (byte) 9);
  }

  @Test
  void sharedDisksStayWhereTheyAre() throws IOException {
    hosts.close();
    hosts = new TwoHosts(state, Neighbourhood.sharing());
    hosts.start();
    overlay();
    VmRef vm = hosts.running(disk("vda", "web.qcow2"));
    assertThat(hosts.plan(vm).disks())
        .singleElement()
        .satisfies(d -> assertThat(d.travel()).isEqualTo(Travel.SHARED));
    hosts.done(migrate(vm));
    hosts.isOnlyThere(vm.uuid(), VmState.RUNNING);
    assertThat(there(hosts.here, "web.qcow2")).isTrue();
  }

  @Test
  void aSmallMediumComesAlongAndStaysHereToo() {
    volume(hosts.here, NewVolume.thin("seed.iso", "raw", 4), (byte) 7);
    VmRef vm = hosts.running(cd("sda", "seed.iso"));
    hosts.done(migrate(vm));
    hosts.isOnlyThere(vm.uuid(), VmState.RUNNING);
    assertThat(hosts.there.storage().download(FOLDER + "seed.iso", 0, 10)).startsWith((byte) 7);
    assertThat(there(hosts.here, "seed.iso")).isTrue();
  }

  @Test
  void aPausedVmArrivesPaused() {
    VmRef vm = hosts.running("");
    hosts.here.pause(vm.uuid());
    hosts.done(migrate(vm));
    hosts.isOnlyThere(vm.uuid(), VmState.PAUSED);
  }

  @Test
  void aCancelLeavesTheVmHereAndNothingThere() {
    overlay();
    VmRef vm = hosts.running(disk("vda", "web.qcow2"));
    Order order = hosts.submit(migrate(vm, SLOW));
    hosts.untilUnderWay(vm);
    await().atMost(LIMIT).until(() -> hosts.bus.record(order.number()).figures() != null);
    hosts.bus.cancel(order, true);
    OperationRecord record = hosts.ended(order);
    assertThat(record.state()).isEqualTo(OperationState.CANCELLED);
    assertThat(record.history().getLast().why()).isEqualTo("Cancelled; web goes on at h1.");
    hosts.isOnlyHere(vm, VmState.RUNNING);
    assertThat(there(hosts.there, "web.qcow2")).isFalse();
    assertThat(there(hosts.there, "base.qcow2")).isFalse();
    assertThat(there(hosts.here, "web.qcow2")).isTrue();
  }

  @Test
  void whatTakesTooLongEnds() {
    VmRef vm = hosts.running("");
    hosts.refused(
        migrate(vm, options(MIB / 8, false, Duration.ofSeconds(1))),
        ErrorCode.WRONG_STATE,
        "not done within 1 s",
        "web goes on at h1");
    hosts.isOnlyHere(vm, VmState.RUNNING);
  }

  @Test
  void progressTellsWhatIsSetAndWhatIsLeft() {
    VmRef vm = hosts.running("");
    Order order = hosts.submit(migrate(vm, options(MIB, false, null)));
    hosts.untilUnderWay(vm);
    await()
        .atMost(LIMIT)
        .until(
            () ->
                figures(order)
                    .filter(
                        f -> f.phase() == MigrationFigures.Phase.MEMORY && f.memoryDoneBytes() > 0)
                    .isPresent());
    MigrationFigures figures = Objects.requireNonNull(hosts.bus.record(order.number()).figures());
    assertThat(figures.limitBytesPerSecond()).isEqualTo(MIB);
    assertThat(figures.maxDowntimeMillis()).isEqualTo(300);
    assertThat(figures.bytesPerSecond()).isEqualTo(MIB);
    assertThat(figures.rates()).isNotEmpty();
    assertThat(hosts.bus.record(order.number()).phase()).startsWith("copying memory to h2");

    assertThat(hosts.done(new SetMigration(vm, 2 * MIB, Duration.ofMillis(500))))
        .isEqualTo("at most 2 MiB/s, standing still for at most 500 ms from now on");
    await()
        .atMost(LIMIT)
        .until(
            () ->
                figures(order)
                    .filter(f -> f.limitBytesPerSecond() == 2 * MIB && f.maxDowntimeMillis() == 500)
                    .isPresent());
    hosts.done(new SetMigration(vm, 0, null));
    assertThat(hosts.ended(order).state()).isEqualTo(OperationState.SUCCEEDED);
    hosts.isOnlyThere(vm.uuid(), VmState.RUNNING);
  }

  @Test
  void postCopyBeginsOnDemandAndCannotBeCancelled() {
    VmRef vm = hosts.running("");
    hosts.refused(new StartPostCopy(vm), ErrorCode.WRONG_STATE, "does not migrate");
    hosts.refused(new SetMigration(vm, MIB, null), ErrorCode.WRONG_STATE, "does not migrate");
    Order order = hosts.submit(migrate(vm, options(4 * MIB, true, null)));
    hosts.untilUnderWay(vm);
    hosts.done(new StartPostCopy(vm));
    hosts.bus.cancel(order, true);
    OperationRecord record = hosts.ended(order);
    assertThat(record.state()).as("%s", record.failure()).isEqualTo(OperationState.SUCCEEDED);
    hosts.isOnlyThere(vm.uuid(), VmState.RUNNING);
  }

  @Test
  void anAgentThatDiesInTheMiddleFollowsItLater() throws IOException {
    VmRef vm = hosts.running("");
    Order order = hosts.submit(migrate(vm, options(MIB / 2, false, null)));
    hosts.untilUnderWay(vm);
    hosts.stop();
    hosts.start();
    hosts.done(new SetMigration(vm, 0, null));
    OperationRecord record = hosts.ended(order);
    assertThat(record.state()).as("%s", record.failure()).isEqualTo(OperationState.SUCCEEDED);
    hosts.isOnlyThere(vm.uuid(), VmState.RUNNING);
  }

  @Test
  void anAgentThatDiesInTheMiddleCanStillCancel() throws IOException {
    overlay();
    VmRef vm = hosts.running(disk("vda", "web.qcow2"));
    Order order = hosts.submit(migrate(vm, options(MIB / 2, false, null)));
    hosts.untilUnderWay(vm);
    hosts.stop();
    hosts.start();
    hosts.bus.cancel(order, true);
    assertThat(hosts.ended(order).state()).isEqualTo(OperationState.CANCELLED);
    hosts.isOnlyHere(vm, VmState.RUNNING);
    assertThat(there(hosts.there, "web.qcow2")).isFalse();
  }

  @Test
  void aPlanThatIsNotTrueAnyMoreIsRefused() {
    VmRef vm = hosts.running("");
    var plan = hosts.plan(vm);
    hosts.here.pause(vm.uuid());
    MigrateVm old =
        new MigrateVm(vm, TwoHosts.to(), MigrationOptions.standard(), plan.basis(), null, "");
    hosts.refused(old, ErrorCode.CHANGED_MEANWHILE, "it is paused now, and was running");
    hosts.here.resume(vm.uuid());
    hosts.done(old);
    hosts.refused(old, ErrorCode.CHANGED_MEANWHILE, "it is not on h1 any more");
  }

  @Test
  void aTransientVmStaysTransient() {
    VmRef vm = hosts.running("");
    hosts.here.undefine(vm.uuid());
    hosts.done(migrate(vm));
    hosts.isOnlyThere(vm.uuid(), VmState.RUNNING);
    assertThat(hosts.there.find(vm.uuid()).orElseThrow().persistent()).isFalse();
  }
}
