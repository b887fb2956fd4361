package dev.pilothouse.agent.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.fleet.bus.AgentLine;
import dev.pilothouse.fleet.bus.BusUnavailableException;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.Operation.ShutdownVm.AfterGrace;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Order;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bus and libvirt fail at every call in turn, with the agent alive: same promises as a crash. */
class OutageTest {
  private static final VmRef NEW = new VmRef(FakeHypervisor.HOST, new java.util.UUID(0, 7));

  @TempDir Path temp;

  @Test
  void theBusFailsAtEveryCall() throws IOException {
    for (Function<VmRef, Operation> each :
        List.<Function<VmRef, Operation>>of(
            Operation.StartVm::new,
            Operation.DeleteVm::new,
            vm ->
                new Operation.DefineVm(
                    FakeHypervisor.HOST, FakeMachine.xmlOf("new", NEW.uuid())))) {
      List<String> told =
          failEverywhere(
              "bus",
              VmState.SHUT_OFF,
              each,
              n -> new Outage(n, () -> new BusUnavailableException("away")),
              true);
      assertThat(told).hasSizeGreaterThan(12).allMatch(s -> s.contains("SUCCEEDED"));
    }
  }

  @Test
  void libvirtFailsAtEveryCall() throws IOException {
    for (Function<VmRef, Operation> each :
        List.<Function<VmRef, Operation>>of(
            Operation.StartVm::new,
            Operation.DeleteVm::new,
            vm -> new Operation.RenameVm(vm, "web", "shop"),
            vm -> new Operation.SetAutostart(vm, true),
            vm ->
                new Operation.EditVm(
                    vm,
                    FakeMachine.xmlOf("web", vm.uuid()),
                    FakeMachine.xmlOf("web", vm.uuid()).replace("65536", "131072")),
            vm ->
                new Operation.DefineVm(
                    FakeHypervisor.HOST, FakeMachine.xmlOf("new", NEW.uuid())))) {
      List<String> told =
          failEverywhere("stopped", VmState.SHUT_OFF, each, OutageTest::libvirt, false);
      assertThat(told).hasSizeGreaterThan(4).allMatch(s -> s.contains("SUCCEEDED"));
    }
    for (Function<VmRef, Operation> each :
        List.<Function<VmRef, Operation>>of(Operation.ForceOffVm::new, Operation.PauseVm::new)) {
      List<String> told =
          failEverywhere("running", VmState.RUNNING, each, OutageTest::libvirt, false);
      assertThat(told).hasSizeGreaterThan(4).allMatch(s -> s.contains("SUCCEEDED"));
    }
  }

  @Test
  void aShutdownIsNeverAskedForTwice() throws IOException {
    List<String> told =
        failEverywhere(
            "shutdown",
            VmState.RUNNING,
            vm -> new Operation.ShutdownVm(vm, Duration.ofMillis(500), AfterGrace.LEAVE),
            OutageTest::libvirt,
            false);
    assertThat(told)
        .contains("before requestShutdown: INTERRUPTED []")
        .contains("after requestShutdown: SUCCEEDED [shutdown web]");
  }

  private static Outage libvirt(int boundary) {
    return new Outage(
        boundary,
        () -> new OperationException(ErrorCode.HYPERVISOR_LOST, "the connection is lost"));
  }

  private List<String> failEverywhere(
      String name,
      VmState state,
      Function<VmRef, Operation> operation,
      Function<Integer, Outage> outages,
      boolean bus)
      throws IOException {
    List<String> told = new ArrayList<>();
    String where = "?";
    for (int fatal = 1; !where.isEmpty(); fatal++) {
      FakeHypervisor hypervisor = new FakeHypervisor();
      VmRef vm = hypervisor.add("web", state);
      FakeBus world = new FakeBus();
      Order order = world.submit(operation.apply(vm), Duration.ofMinutes(5));
      Outage outage = outages.apply(fatal);
      AgentLine line = world.line();
      OperationRunner runner =
          OperationRunner.start(
              new Journal(
                  temp.resolve(name + "-" + order.operation().verb().word() + "-" + fatal),
                  InstantSource.system()),
              bus ? outage.wrap(AgentLine.class, line) : line,
              bus ? hypervisor : outage.wrap(Hypervisor.class, hypervisor),
              News.none(),
              InstantSource.system(),
              RunnerSettings.standard());
      try {
        await()
            .atMost(Duration.ofSeconds(30))
            .pollInterval(Duration.ofMillis(5))
            .until(() -> world.state(order).terminal() && world.unacknowledged() == 0);
      } finally {
        runner.close();
      }
      where = outage.where();
      String story = where + ": " + world.state(order) + " " + hypervisor.effects;
      assertThat(hypervisor.effects).as(story).hasSizeLessThanOrEqualTo(1);
      if (world.state(order) == OperationState.SUCCEEDED) {
        assertThat(hypervisor.effects).as(story).hasSize(1);
      }
      told.add(story);
    }
    return told;
  }
}
