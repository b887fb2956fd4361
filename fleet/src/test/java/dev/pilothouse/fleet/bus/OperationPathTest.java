package dev.pilothouse.fleet.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.CreationOperation;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.operation.VmSpec;
import dev.pilothouse.fleet.operation.VmSpec.CloudInit;
import dev.pilothouse.fleet.operation.VmSpec.Firmware;
import dev.pilothouse.fleet.operation.VmSpec.RootDisk;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.fleet.wire.Names;
import dev.pilothouse.fleet.wire.SigningKey;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operations between management nodes and agents, on a bus that behaves as badly as it may. */
class OperationPathTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Principal EVE = new Principal("eve", Role.VIEWER, "ssh 10.0.0.7");

  private final Vm web = Vms.vm("h1", "web01").build();
  private final Vm db = Vms.vm("h2", "db01").build();
  private final FakeFleet fleet = FakeFleet.of(web, db);
  private final ControlRoom room = fleet.room();

  @AfterEach
  void close() {
    fleet.close();
  }

  @Test
  void anOperationRunsAndEverybodySeesEveryState() {
    List<OperationState> here = new CopyOnWriteArrayList<>();
    List<OperationState> there = new CopyOnWriteArrayList<>();
    try (ControlRoom other = fleet.openRoom("node2")) {
      room.onOperation(record -> here.add(record.state()));
      other.onOperation(record -> there.add(record.state()));

      OperationRecord submitted = submit(new Operation.StartVm(web.ref()));
      OperationRecord ended = finished(submitted.number());

      assertThat(submitted.state()).isEqualTo(OperationState.SUBMITTED);
      assertThat(ended.id()).isEqualTo(submitted.id());
      assertThat(ended.history())
          .extracting(OperationRecord.Step::by)
          .containsExactly("ada", "agent h1", "agent h1", "agent h1");
      OperationState[] all = {
        OperationState.SUBMITTED,
        OperationState.ACCEPTED,
        OperationState.RUNNING,
        OperationState.SUCCEEDED
      };
      assertThat(ended.history()).extracting(OperationRecord.Step::state).containsExactly(all);
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(here).containsExactly(all));
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(there).containsExactly(all));
      assertThat(other.operation(submitted.number())).contains(ended);
    }
  }

  @Test
  void aFailureKeepsItsCodeAndHint() {
    Failure failure = new Failure(ErrorCode.REFUSED, "no");
    fleet.agent("h1").failNext(failure);
    OperationRecord ended = finished(submit(new Operation.StartVm(web.ref())).number());
    assertThat(ended.state()).isEqualTo(OperationState.FAILED);
    assertThat(ended.failure()).isEqualTo(failure);
  }

  @Test
  void numbersRiseAndTheNewestComesFirstWithoutReads() {
    OperationRecord first = submit(new Operation.StartVm(web.ref()));
    OperationRecord read = submit(new Operation.ReadXml(web.ref(), true));
    OperationRecord last = submit(new Operation.StartVm(db.ref()));
    assertThat(List.of(first.number(), read.number(), last.number())).containsExactly(1L, 2L, 3L);
    assertThat(finished(read.number()).result()).isEqualTo(FakeDomains.xml(web));

    assertThat(room.recentOperations(10))
        .extracting(OperationRecord::number)
        .containsExactly(last.number(), first.number());
    assertThat(room.recentOperations(1))
        .extracting(OperationRecord::number)
        .containsExactly(last.number());
  }

  @Test
  void recordsKeepNoSecrets() {
    CloudInit told = new CloudInit("ops", List.of("key"), "$6$hash", "", null, "#cloud-config\n");
    RootDisk disk = new RootDisk.OfImage("/images/base.qcow2", 0, false);
    VmSpec spec =
        new VmSpec("new", 1, 1 << 30, disk, "images", "", "", Firmware.AUTO, told, false, false);
    OperationRecord record = submit(new CreationOperation.CreateVm("h1", spec));
    assertThat(finished(record.number()).operation().toString())
        .contains("ops", "key", "base.qcow2")
        .doesNotContain("$6$", "#cloud-config");
  }

  @Test
  void whoMayNotIsDenied() {
    assertFails(
        ErrorCode.DENIED,
        () -> room.submit(new Operation.StartVm(web.ref()), "web01", EVE, PATIENCE));
    assertThat(room.recentOperations(10)).isEmpty();

    fleet.agent("h1").hold();
    OperationRecord submitted = submit(new Operation.StartVm(web.ref()));
    assertFails(ErrorCode.DENIED, () -> room.cancel(submitted.number(), EVE));
  }

  @Test
  void whatIsNotThereIsNotFound() {
    Operation elsewhere = new Operation.StartVm(Vms.ref("h9", "web01"));
    assertFails(ErrorCode.NOT_FOUND, () -> submit(elsewhere));
    assertFails(ErrorCode.NOT_FOUND, () -> room.cancel(77, FakeFleet.ADMIN));
    assertThat(room.operation(77)).isEmpty();
    assertThatThrownBy(() -> finished(77)).hasCauseInstanceOf(OperationException.class);
  }

  @Test
  void anOrderWaitsForAnAgentThatIsAway() {
    fleet.agent("h1").close();
    await().atMost(PATIENCE).until(() -> presence() == Presence.OFFLINE);
    OperationRecord submitted = submit(new Operation.StartVm(web.ref()));
    assertThat(submitted.phase()).contains("waiting for host h1, which is offline");

    fleet.agent("h1").restart();

    assertThat(finished(submitted.number()).state()).isEqualTo(OperationState.SUCCEEDED);
  }

  @Test
  void anOrderThatNobodyAcceptsInTimeExpiresAndIsNeverCarriedOut() {
    fleet.agent("h1").kill();
    OperationRecord late =
        room.submit(
            new Operation.StartVm(web.ref()), "web01", FakeFleet.ADMIN, Duration.ofMillis(200));

    OperationRecord ended = finished(late.number());
    assertThat(ended.state()).isEqualTo(OperationState.EXPIRED);
    assertThat(Objects.requireNonNull(ended.failure()).code())
        .isEqualTo(ErrorCode.HOST_UNREACHABLE);

    fleet.agent("h1").restart();
    OperationRecord next = submit(new Operation.StartVm(web.ref()));
    assertThat(finished(next.number()).state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(fleet.agent("h1").executed()).containsExactly(next.id());
  }

  @Test
  void whatNobodyAcceptedYetIsCancelledAtOnce() {
    fleet.agent("h1").kill();
    OperationRecord submitted = submit(new Operation.StartVm(web.ref()));
    OperationRecord cancelled = room.cancel(submitted.number(), FakeFleet.ADMIN);
    assertThat(cancelled.state()).isEqualTo(OperationState.CANCELLED);
    assertThat(Objects.requireNonNull(cancelled.failure()).code()).isEqualTo(ErrorCode.CANCELLED);
    assertFails(ErrorCode.WRONG_STATE, () -> room.cancel(submitted.number(), FakeFleet.ADMIN));

    fleet.agent("h1").restart();
    finished(submit(new Operation.ReadXml(web.ref(), true)).number());
    assertThat(fleet.agent("h1").executed()).doesNotContain(submitted.id());
  }

  @Test
  void theAgentIsAskedToCancelWhatRuns() {
    fleet.agent("h1").change(Vms.vm("h1", "web01").running(java.time.Instant.EPOCH).build());
    fleet.agent("h1").hold();
    OperationRecord shutdown =
        submit(
            new Operation.ShutdownVm(
                web.ref(), Duration.ofMinutes(1), Operation.ShutdownVm.AfterGrace.LEAVE));
    awaitState(shutdown.number(), OperationState.RUNNING);

    OperationRecord asked = room.cancel(shutdown.number(), FakeFleet.ADMIN);

    assertThat(asked.cancelRequested()).isTrue();
    assertThat(finished(shutdown.number()).state()).isEqualTo(OperationState.CANCELLED);
  }

  @Test
  void whatCannotBeCancelledSaysSo() {
    fleet.agent("h1").hold();
    OperationRecord start = submit(new Operation.StartVm(web.ref()));
    awaitState(start.number(), OperationState.RUNNING);
    assertFails(ErrorCode.WRONG_STATE, () -> room.cancel(start.number(), FakeFleet.ADMIN));
    fleet.agent("h1").release();
    assertThat(finished(start.number()).state()).isEqualTo(OperationState.SUCCEEDED);
  }

  @Test
  void lostDoorbellsOnlyDelay() {
    fleet.faults().loseDoorbells();
    OperationRecord submitted = submit(new Operation.StartVm(web.ref()));
    assertThat(finished(submitted.number()).state()).isEqualTo(OperationState.SUCCEEDED);
  }

  @Test
  void listenersHearTheEndEvenIfItsDoorbellIsLost() {
    fleet.agent("h1").hold();
    List<OperationState> heard = new CopyOnWriteArrayList<>();
    room.onOperation(record -> heard.add(record.state()));
    OperationRecord submitted = submit(new Operation.StartVm(web.ref()));
    await().atMost(PATIENCE).until(() -> heard.contains(OperationState.RUNNING));
    fleet.faults().loseDoorbells();
    fleet.agent("h1").release();
    await().atMost(PATIENCE).until(() -> heard.contains(OperationState.SUCCEEDED));
    assertThat(finished(submitted.number()).state()).isEqualTo(OperationState.SUCCEEDED);
  }

  @Test
  void whatComesTwiceIsDoneOnce() {
    fleet.faults().repeatDoorbells();
    fleet.faults().repeatDeliveries();
    List<OperationState> heard = new CopyOnWriteArrayList<>();
    room.onOperation(record -> heard.add(record.state()));
    OperationRecord first = submit(new Operation.RenameVm(web.ref(), "web01", "web02"));
    OperationRecord second = submit(new Operation.RenameVm(web.ref(), "web02", "web03"));

    assertThat(finished(first.number()).state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(finished(second.number()).state()).isEqualTo(OperationState.SUCCEEDED);
    finished(submit(new Operation.ReadXml(web.ref(), true)).number());
    assertThat(fleet.agent("h1").executed()).startsWith(first.id(), second.id()).hasSize(3);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).hasSize(12));
  }

  @Test
  void aBusThatIsAwaySaysSoAndComesBack() {
    fleet.faults().down();
    assertThat(room.fleet().vmCount()).isEqualTo(2);
    assertFails(ErrorCode.BUS_LOST, () -> submit(new Operation.StartVm(web.ref())));
    await().atMost(PATIENCE).until(() -> !room.connected());

    fleet.faults().up();

    await().atMost(PATIENCE).until(room::connected);
    OperationRecord submitted = submit(new Operation.StartVm(web.ref()));
    assertThat(finished(submitted.number()).state()).isEqualTo(OperationState.SUCCEEDED);
  }

  @Test
  void anAgentThatDiesBetweenTakingAndEndingDoesNothingTwice() {
    fleet.agent("h1").hold();
    OperationRecord submitted = submit(new Operation.StartVm(web.ref()));
    awaitState(submitted.number(), OperationState.RUNNING);
    fleet.agent("h1").kill();
    fleet.agent("h1").release();
    fleet.agent("h1").restart();
    finished(submit(new Operation.ReadXml(web.ref(), true)).number());
    assertThat(fleet.agent("h1").executed()).startsWith(submitted.id()).hasSize(2);
  }

  @Test
  void whatIsNotSignedByATrustedKeyIsRefused() {
    Bus intruder = fleet.world().connect();
    intruder.enqueue(Names.orders("h1"), "start everything");
    try (ControlRoom foreign =
        ControlRoom.open(intruder, SigningKey.generate(), "node-of-an-intruder")) {
      OperationRecord forged =
          foreign.submit(new Operation.StartVm(web.ref()), "web01", FakeFleet.ADMIN, PATIENCE);
      OperationRecord ended = finished(forged.number());
      assertThat(ended.state()).isEqualTo(OperationState.FAILED);
      assertThat(Objects.requireNonNull(ended.failure()).code()).isEqualTo(ErrorCode.UNTRUSTED);
    }
    assertThat(fleet.agent("h1").refused()).hasSize(2);
    assertThat(fleet.agent("h1").executed()).isEmpty();
  }

  @Test
  void aRecordWithAStretchedDeadlineDoesNotReviveAnOrder() {
    fleet.agent("h1").kill();
    OperationRecord submitted =
        room.submit(
            new Operation.StartVm(web.ref()), "web01", FakeFleet.ADMIN, Duration.ofMillis(1));
    Bus intruder = fleet.world().connect();
    OperationRecord stretched =
        OperationRecord.submitted(
            submitted.id(),
            submitted.number(),
            submitted.operation(),
            "web01",
            FakeFleet.ADMIN,
            submitted.submittedAt(),
            submitted.deadline().plusSeconds(10_000));
    intruder.remove(Names.operation(submitted.number()));
    intruder.replace(
        Names.operation(submitted.number()),
        null,
        new Codec().write(Stored.class, new Stored(1, stretched)),
        PATIENCE);

    fleet.agent("h1").restart();

    assertThat(finished(submitted.number()).state()).isEqualTo(OperationState.EXPIRED);
    assertThat(fleet.agent("h1").executed()).isEmpty();
  }

  private OperationRecord submit(Operation operation) {
    return room.submit(operation, "it", FakeFleet.ADMIN, PATIENCE);
  }

  private OperationRecord finished(long number) {
    return room.finished(number).orTimeout(30, TimeUnit.SECONDS).join();
  }

  private Presence presence() {
    return Objects.requireNonNull(room.fleet().host("h1")).presence();
  }

  private void awaitState(long number, OperationState state) {
    await().atMost(PATIENCE).until(() -> room.operation(number).orElseThrow().state() == state);
  }

  private static void assertFails(
      ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(InstanceOfAssertFactories.throwable(OperationException.class))
        .extracting(e -> e.failure().code())
        .isEqualTo(code);
  }
}
