package dev.pilothouse.agent.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.operation.Faults.Fault;
import dev.pilothouse.fleet.bus.AgentLine;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.Operation.ShutdownVm.AfterGrace;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Order;
import dev.pilothouse.fleet.operation.Permission;
import dev.pilothouse.fleet.operation.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationRunnerTest {
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path directory;
  private final FakeBus bus = new FakeBus();
  private final FakeHypervisor hypervisor = new FakeHypervisor();
  private @Nullable OperationRunner runner;

  @AfterEach
  void stop() {
    if (runner != null) {
      runner.close();
    }
  }

  // --- the ordinary way

  @Test
  void anOperationGoesThroughAllStatesAndIsAcknowledged() throws IOException {
    VmRef web = hypervisor.add("web", VmState.SHUT_OFF);
    Order order = bus.submit(new Operation.StartVm(web), FRESH);
    start();
    assertEnds(order, OperationState.SUCCEEDED);
    assertThat(bus.record(order.number()).history())
        .extracting(OperationRecord.Step::state)
        .containsExactly(
            OperationState.SUBMITTED,
            OperationState.ACCEPTED,
            OperationState.RUNNING,
            OperationState.SUCCEEDED);
    assertThat(hypervisor.effects).containsExactly("start web");
    until(() -> bus.unacknowledged() == 0);
  }

  @Test
  void whatTheHypervisorRefusesFailsWithItsWords() throws IOException {
    VmRef web = hypervisor.add("web", VmState.RUNNING);
    start();
    Order order = bus.submit(new Operation.StartVm(web), FRESH);
    assertThat(failure(order).code()).isEqualTo(ErrorCode.WRONG_STATE);
    assertThat(failure(order).message()).contains("already running");
    Order gone =
        bus.submit(new Operation.StartVm(new VmRef("h1", new java.util.UUID(9, 9))), FRESH);
    assertThat(failure(gone).code()).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void everyPowerOperationHasItsEffectOnce() throws IOException {
    VmRef web = hypervisor.add("web", VmState.RUNNING);
    start();
    for (Operation each :
        List.of(
            new Operation.PauseVm(web),
            new Operation.ResumeVm(web),
            new Operation.RebootVm(web),
            new Operation.ResetVm(web),
            new Operation.SetAutostart(web, true),
            new Operation.ForceOffVm(web))) {
      assertEnds(bus.submit(each, FRESH), OperationState.SUCCEEDED);
    }
    assertThat(hypervisor.effects)
        .containsExactly(
            "pause web", "resume web", "reboot web", "reset web", "autostart web", "forceOff web");
  }

  // --- what must not be executed

  @Test
  void anUntrustedOrderFailsWhatWaitsAndIsNeverExecuted() throws IOException {
    VmRef web = hypervisor.add("web", VmState.SHUT_OFF);
    Order order = bus.submit(new Operation.StartVm(web), FRESH);
    bus.takeBack(order);
    bus.enqueue(
        new AgentLine.Delivery.Untrusted("forged", order.number(), "its signature is wrong"));
    start();
    assertThat(failure(order).code()).isEqualTo(ErrorCode.UNTRUSTED);
    until(() -> bus.unacknowledged() == 0);
    assertThat(hypervisor.effects).isEmpty();
  }

  @Test
  void anUntrustedOrderTouchesNothingThatWasAccepted() throws IOException {
    VmRef web = hypervisor.add("web", VmState.SHUT_OFF);
    CountDownLatch slow = hypervisor.blockNext("start");
    start();
    Order order = bus.submit(new Operation.StartVm(web), FRESH);
    until(() -> bus.state(order) == OperationState.RUNNING);
    bus.enqueue(new AgentLine.Delivery.Untrusted("forged", order.number(), "forged"));
    until(() -> bus.unacknowledged() == 1);
    assertThat(bus.state(order)).isEqualTo(OperationState.RUNNING);
    slow.countDown();
    assertEnds(order, OperationState.SUCCEEDED);
  }

  @Test
  void theRoleAndTheHostsCeilingAreCheckedAgain() throws IOException {
    VmRef web = hypervisor.add("web", VmState.SHUT_OFF);
    start(settings(Permission.OPERATE, 8));
    Order viewer = bus.submit(new Operation.StartVm(web), Role.VIEWER, FRESH);
    assertThat(failure(viewer).code()).isEqualTo(ErrorCode.DENIED);
    Order admin = bus.submit(new Operation.DeleteVm(web), Role.ADMIN, FRESH);
    assertThat(failure(admin).message()).contains("nobody may do more than operate");
    assertThat(hypervisor.effects).isEmpty();
    assertEnds(bus.submit(new Operation.StartVm(web), FRESH), OperationState.SUCCEEDED);
  }

  @Test
  void whatComesAfterItsDeadlineExpires() throws IOException {
    VmRef web = hypervisor.add("web", VmState.SHUT_OFF);
    Order order = bus.submit(new Operation.StartVm(web), Duration.ZERO);
    start();
    assertEnds(order, OperationState.EXPIRED);
    until(() -> bus.unacknowledged() == 0);
    assertThat(hypervisor.effects).isEmpty();
  }

  @Test
  void aRepeatedDeliveryIsNotRepeatedEvenWhenTheRecordForgot() throws IOException {
    VmRef web = hypervisor.add("web", VmState.RUNNING);
    start();
    Order order = bus.submit(new Operation.ResetVm(web), FRESH);
    bus.deliver(order);
    assertEnds(order, OperationState.SUCCEEDED);
    until(() -> bus.unacknowledged() == 0);
    // A Redis that lost its last second: the record is as it was submitted, the entry is back.
    bus.put(
        OperationRecord.submitted(
            order.id(),
            order.number(),
            order.operation(),
            "it",
            order.principal(),
            order.issuedAt(),
            order.deadline()));
    bus.deliver(order);
    assertEnds(order, OperationState.SUCCEEDED);
    until(() -> bus.unacknowledged() == 0);
    assertThat(hypervisor.effects).containsExactly("reset web");
  }

  @Test
  void anOrderWhoseRecordIsGoneIsDropped() throws IOException {
    VmRef web = hypervisor.add("web", VmState.SHUT_OFF);
    Order order = bus.submit(new Operation.StartVm(web), FRESH);
    bus.forget(order.number());
    start();
    until(() -> bus.unacknowledged() == 0);
    assertThat(hypervisor.effects).isEmpty();
  }

  @Test
  void aRunningRecordThatTheJournalDoesNotKnowIsInterrupted() throws IOException {
    VmRef web = hypervisor.add("web", VmState.SHUT_OFF);
    Order order = bus.submit(new Operation.StartVm(web), FRESH);
    AgentLine earlier = bus.line();
    earlier.become(order.number(), OperationState.ACCEPTED, "", null, null);
    earlier.become(order.number(), OperationState.RUNNING, "", null, null);
    start();
    assertEnds(order, OperationState.INTERRUPTED);
    assertThat(hypervisor.effects).isEmpty();
  }

  // --- lanes

  @Test
  void operationsOnOneVmRunInOrderAndSayWhatTheyWaitFor() throws IOException {
    VmRef web = hypervisor.add("web", VmState.SHUT_OFF);
    CountDownLatch slow = hypervisor.blockNext("start");
    start();
    Order first = bus.submit(new Operation.StartVm(web), FRESH);
    Order second = bus.submit(new Operation.PauseVm(web), FRESH);
    Order third = bus.submit(new Operation.ResumeVm(web), FRESH);
    until(() -> bus.record(2).phase().equals("waiting for operation 1 on this VM"));
    until(() -> bus.record(3).phase().equals("waiting for operation 2 on this VM"));
    slow.countDown();
    for (Order each : List.of(first, second, third)) {
      assertEnds(each, OperationState.SUCCEEDED);
    }
    assertThat(hypervisor.effects).containsExactly("start web", "pause web", "resume web");
  }

  @Test
  void atMostSoManyRunOnAHost() throws IOException {
    start(settings(Permission.DELETE, 2));
    List<CountDownLatch> slow = new ArrayList<>();
    List<Order> orders = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      VmRef vm = hypervisor.add(name, VmState.SHUT_OFF);
      if (!name.equals("c")) {
        slow.add(hypervisor.blockNext("start"));
      }
      Order order = bus.submit(new Operation.StartVm(vm), FRESH);
      orders.add(order);
      OperationState reached = name.equals("c") ? OperationState.ACCEPTED : OperationState.RUNNING;
      until(() -> bus.state(order) == reached);
      until(() -> name.equals("c") || hypervisor.blocked() == 0);
    }
    until(() -> bus.record(3).phase().equals("waiting: 2 operations run on this host"));
    slow.forEach(CountDownLatch::countDown);
    orders.forEach(order -> assertEnds(order, OperationState.SUCCEEDED));
  }

  @Test
  void readsWaitBehindNothing() throws IOException {
    VmRef web = hypervisor.add("web", VmState.SHUT_OFF);
    CountDownLatch slow = hypervisor.blockNext("start");
    start(settings(Permission.DELETE, 1));
    Order start = bus.submit(new Operation.StartVm(web), FRESH);
    until(() -> bus.state(start) == OperationState.RUNNING);
    Order read = bus.submit(new Operation.ReadXml(web, true), Role.VIEWER, FRESH);
    assertEnds(read, OperationState.SUCCEEDED);
    assertThat(bus.record(read.number()).result()).contains("<name>web</name>");
    assertThat(bus.state(start)).isEqualTo(OperationState.RUNNING);
    slow.countDown();
    assertEnds(start, OperationState.SUCCEEDED);
  }

  // --- cancel

  @Test
  void aQueuedOperationIsCancelledAtOnce() throws IOException {
    VmRef web = hypervisor.add("web", VmState.SHUT_OFF);
    CountDownLatch slow = hypervisor.blockNext("start");
    start(settings(Permission.DELETE, 1));
    Order first = bus.submit(new Operation.StartVm(web), FRESH);
    Order second = bus.submit(new Operation.PauseVm(web), FRESH);
    until(() -> bus.state(second) == OperationState.ACCEPTED);
    bus.cancel(second, true);
    assertEnds(second, OperationState.CANCELLED);
    assertThat(bus.state(first)).isEqualTo(OperationState.RUNNING);
    slow.countDown();
    assertEnds(first, OperationState.SUCCEEDED);
    assertThat(hypervisor.effects).containsExactly("start web");
  }

  @Test
  void aCancelWhoseDoorbellWasLostIsSeenOnTheRecord() throws IOException {
    hypervisor.guestsObey = false;
    VmRef web = hypervisor.add("web", VmState.RUNNING);
    start();
    Order order = bus.submit(new Operation.ShutdownVm(web, LONG, AfterGrace.FORCE_OFF), FRESH);
    until(() -> hypervisor.effects.contains("shutdown web"));
    bus.cancel(order, false);
    assertEnds(order, OperationState.CANCELLED);
    assertThat(bus.record(order.number()).phase()).contains("may still shut down");
    assertThat(hypervisor.state(web)).isEqualTo(VmState.RUNNING);
  }

  // --- shutdown

  @Test
  void aShutdownWaitsForTheGuestAndWakesByItsEvent() throws IOException {
    hypervisor.guestsObey = false;
    VmRef web = hypervisor.add("web", VmState.RUNNING);
    OperationRunner running = start();
    hypervisor.listen(running::onEvent);
    Order order = bus.submit(new Operation.ShutdownVm(web, LONG, AfterGrace.LEAVE), FRESH);
    until(() -> bus.record(order.number()).phase().matches("the guest shuts down; \\d+ s left"));
    hypervisor.set(web, VmState.SHUT_OFF, "shutdown");
    assertEnds(order, OperationState.SUCCEEDED);
    assertThat(hypervisor.effects).containsExactly("shutdown web");
  }

  @Test
  void aSilentGuestIsLeftOrCutOffAsOrdered() throws IOException {
    hypervisor.guestsObey = false;
    VmRef web = hypervisor.add("web", VmState.RUNNING);
    start();
    Order leave =
        bus.submit(new Operation.ShutdownVm(web, Duration.ofMillis(50), AfterGrace.LEAVE), FRESH);
    assertThat(failure(leave).code()).isEqualTo(ErrorCode.GUEST_SILENT);
    assertThat(hypervisor.state(web)).isEqualTo(VmState.RUNNING);
    Order cut =
        bus.submit(
            new Operation.ShutdownVm(web, Duration.ofMillis(50), AfterGrace.FORCE_OFF), FRESH);
    assertEnds(cut, OperationState.SUCCEEDED);
    assertThat(bus.record(cut.number()).phase()).contains("its power was cut");
    assertThat(hypervisor.effects).containsExactly("shutdown web", "shutdown web", "forceOff web");
  }

  @Test
  void aGuestThatWasStartedAgainMeanwhileIsNotCutOff() throws IOException {
    hypervisor.guestsObey = false;
    VmRef web = hypervisor.add("web", VmState.RUNNING);
    start();
    Order order = bus.submit(new Operation.ShutdownVm(web, LONG, AfterGrace.FORCE_OFF), FRESH);
    until(() -> hypervisor.effects.contains("shutdown web"));
    hypervisor.set(web, VmState.RUNNING, "booted");
    assertEnds(order, OperationState.SUCCEEDED);
    assertThat(hypervisor.effects).containsExactly("shutdown web");
  }

  @Test
  void aStoppedAgentLeavesAShutdownInTheJournalAndTheNextGoesOnWaiting() throws IOException {
    hypervisor.guestsObey = false;
    VmRef web = hypervisor.add("web", VmState.RUNNING);
    OperationRunner first = start();
    Order order = bus.submit(new Operation.ShutdownVm(web, LONG, AfterGrace.LEAVE), FRESH);
    until(() -> bus.record(order.number()).phase().contains("s left"));
    first.close();
    assertThat(bus.state(order)).isEqualTo(OperationState.RUNNING);
    start();
    hypervisor.set(web, VmState.SHUT_OFF, "shutdown");
    assertEnds(order, OperationState.SUCCEEDED);
    assertThat(hypervisor.effects).containsExactly("shutdown web");
  }

  // --- libvirt breaks

  @Test
  void aConnectionLostAfterTheEffectIsSettledWithoutRepeating() throws IOException {
    VmRef web = hypervisor.add("web", VmState.SHUT_OFF);
    hypervisor.failNext("start", Fault.LOST_AFTER);
    start();
    Order order = bus.submit(new Operation.StartVm(web), FRESH);
    assertEnds(order, OperationState.SUCCEEDED);
    assertThat(bus.record(order.number()).phase()).contains("found running");
    assertThat(hypervisor.effects).containsExactly("start web");
  }

  @Test
  void aConnectionLostBeforeTheEffectIsTriedAgainWhileFresh() throws IOException {
    VmRef web = hypervisor.add("web", VmState.SHUT_OFF);
    hypervisor.failNext("start", Fault.LOST_BEFORE);
    start();
    assertEnds(bus.submit(new Operation.StartVm(web), FRESH), OperationState.SUCCEEDED);
    assertThat(hypervisor.effects).containsExactly("start web");
  }

  @Test
  void whatAHangingLibvirtMayStillDoIsNotCalledUndone() throws IOException {
    VmRef web = hypervisor.add("web", VmState.SHUT_OFF);
    hypervisor.failNext("start", Fault.HANGS);
    start();
    Order order = bus.submit(new Operation.StartVm(web), FRESH);
    assertEnds(order, OperationState.INTERRUPTED);
    assertThat(hypervisor.effects).isEmpty();
  }

  @Test
  void aLibvirtThatComesBackIsWaitedFor() throws IOException {
    VmRef web = hypervisor.add("web", VmState.SHUT_OFF);
    hypervisor.lost = true;
    start();
    Order order = bus.submit(new Operation.StartVm(web), FRESH);
    until(() -> bus.record(order.number()).phase().contains("waiting for libvirt"));
    hypervisor.lost = false;
    assertEnds(order, OperationState.SUCCEEDED);
  }

  @Test
  void aLibvirtThatStaysAwayEndsTheWait() throws IOException {
    VmRef web = hypervisor.add("web", VmState.SHUT_OFF);
    hypervisor.lost = true;
    Duration brief = Duration.ofMillis(300);
    start(new RunnerSettings(Permission.DELETE, 8, brief, brief));
    Order fresh = bus.submit(new Operation.StartVm(web), FRESH);
    assertThat(failure(fresh).code()).isEqualTo(ErrorCode.HYPERVISOR_LOST);
    hypervisor.lost = false;
    CountDownLatch slow = hypervisor.blockNext("start");
    Order begun = bus.submit(new Operation.StartVm(web), FRESH);
    until(() -> bus.state(begun) == OperationState.RUNNING && hypervisor.blocked() == 0);
    hypervisor.lost = true;
    slow.countDown();
    assertEnds(begun, OperationState.INTERRUPTED);
  }

  @Test
  void nobodyCanTellWhetherAResetHappened() throws IOException {
    VmRef web = hypervisor.add("web", VmState.RUNNING);
    hypervisor.failNext("reset", Fault.LOST_BEFORE);
    start();
    Order order = bus.submit(new Operation.ResetVm(web), FRESH);
    assertEnds(order, OperationState.INTERRUPTED);
    assertThat(failure(order).hint()).contains("console");
    assertThat(hypervisor.effects).isEmpty();
  }

  // --- the bus breaks

  @Test
  void anOutcomeWaitsForTheBus() throws IOException {
    VmRef web = hypervisor.add("web", VmState.SHUT_OFF);
    CountDownLatch slow = hypervisor.blockNext("start");
    OperationRunner first = start();
    Order order = bus.submit(new Operation.StartVm(web), FRESH);
    until(() -> bus.state(order) == OperationState.RUNNING);
    bus.setAway(true);
    slow.countDown();
    until(() -> hypervisor.effects.contains("start web"));
    first.close();
    assertThat(bus.state(order)).isEqualTo(OperationState.RUNNING);
    start();
    assertThat(bus.state(order)).isEqualTo(OperationState.RUNNING);
    bus.setAway(false);
    assertEnds(order, OperationState.SUCCEEDED);
    until(() -> bus.unacknowledged() == 0);
    assertThat(hypervisor.effects).containsExactly("start web");
  }

  @Test
  void aBusThatForgotItsLastSecondIsToldAgain() throws IOException {
    VmRef web = hypervisor.add("web", VmState.RUNNING);
    start();
    Order order = bus.submit(new Operation.PauseVm(web), FRESH);
    until(() -> bus.state(order) == OperationState.SUCCEEDED && bus.unacknowledged() == 0);
    bus.setAway(true);
    bus.put(
        OperationRecord.submitted(
            order.id(),
            order.number(),
            order.operation(),
            "it",
            order.principal(),
            order.issuedAt(),
            order.deadline()));
    bus.setAway(false);
    assertEnds(order, OperationState.SUCCEEDED);
    assertThat(hypervisor.effects).containsExactly("pause web");
  }

  // ---

  private OperationRunner start() throws IOException {
    return start(RunnerSettings.standard());
  }

  private OperationRunner start(RunnerSettings settings) throws IOException {
    OperationRunner started =
        OperationRunner.start(
            new Journal(directory, InstantSource.system()),
            bus.line(),
            hypervisor,
            News.none(),
            InstantSource.system(),
            settings);
    runner = started;
    return started;
  }

  private static RunnerSettings settings(Permission ceiling, int slots) {
    RunnerSettings standard = RunnerSettings.standard();
    return new RunnerSettings(ceiling, slots, standard.newOrdersWait(), standard.settleWait());
  }

  private void assertEnds(Order order, OperationState state) {
    until(() -> bus.state(order).terminal());
    assertThat(bus.record(order.number()))
        .as("%s", bus.record(order.number()))
        .extracting(OperationRecord::state)
        .isEqualTo(state);
  }

  private Failure failure(Order order) {
    until(() -> bus.state(order).terminal());
    Failure failure = bus.record(order.number()).failure();
    assertThat(failure).isNotNull();
    return failure;
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5)).until(condition);
  }
}
