package dev.pilothouse.agent.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.operation.handler.Departures;
import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.HostPolicy;
import dev.pilothouse.agent.operation.handler.Maintenance;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Passages;
import dev.pilothouse.agent.operation.handler.Trash;
import dev.pilothouse.agent.operation.handler.Viewers;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.MigrationFigures;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.Operation.ShutdownVm.AfterGrace;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.stream.StreamDial;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What handlers make of an operation whose outcome is unknown, and how long they take over it. */
class SettleTest {
  private static final Instant BEGAN = Instant.parse("2026-11-27T12:00:00Z");
  private static final Duration GRACE = Duration.ofMinutes(5);

  /** From libvirt's return; the rest of the promised 30 s is for finding it. */
  private static final Duration SOON = Duration.ofSeconds(20);

  private final FakeHypervisor hypervisor = new FakeHypervisor();
  private final Map<String, String> facts = new HashMap<>();
  private Instant now = BEGAN;
  private Runnable onAwait = () -> {};

  @Test
  void aStartThatLibvirtTookUpAgainSucceeded() {
    VmRef vm = hypervisor.add("web", VmState.SHUT_OFF);
    Handler start = begun(new Operation.StartVm(vm));
    hypervisor.set(vm, VmState.PAUSED, "starting up");
    onAwait = () -> hypervisor.set(vm, VmState.RUNNING, "booted");
    assertThat(settled(start).state()).isEqualTo(OperationState.SUCCEEDED);
  }

  @Test
  void aStartThatLibvirtHoldsForeverIsNoSuccess() {
    VmRef vm = hypervisor.add("web", VmState.SHUT_OFF);
    Handler start = begun(new Operation.StartVm(vm));
    hypervisor.set(vm, VmState.PAUSED, "starting up");
    Outcome outcome = settled(start);
    assertThat(outcome.state()).isEqualTo(OperationState.INTERRUPTED);
    assertThat(outcome.failure()).extracting(Failure::hint, STRING).contains("/run/libvirt/qemu");
    assertThat(Duration.between(BEGAN, now)).isLessThan(SOON);
  }

  @Test
  void aVmThatProvablyNeverRanWasNotStarted() {
    VmRef vm = hypervisor.add("web", VmState.SHUT_OFF);
    Handler start = begun(new Operation.StartVm(vm));
    assertThat(start.settle(new ByHand())).isInstanceOf(Finding.NotDone.class);
    hypervisor.set(vm, VmState.SHUT_OFF, "failed");
    assertThat(start.settle(new ByHand())).isInstanceOf(Finding.NotDone.class);
  }

  /** It may have run and stopped again in the same way: a second start would be one too many. */
  @ParameterizedTest
  @ValueSource(strings = {"shutdown", "destroyed", "crashed", "daemon"})
  void aVmThatIsOffForTheSameReasonAsBeforeMayHaveRun(String reason) {
    VmRef vm = hypervisor.add("web", VmState.SHUT_OFF);
    hypervisor.set(vm, VmState.SHUT_OFF, reason);
    Handler start = begun(new Operation.StartVm(vm));
    assertThat(settled(start).state()).isEqualTo(OperationState.INTERRUPTED);
  }

  @ParameterizedTest
  @EnumSource(AfterGrace.class)
  void aShutdownThatMayNotHaveBeenAskedForIsToldSoonAndCutsNoPower(AfterGrace then) {
    VmRef vm = hypervisor.add("web", VmState.RUNNING);
    Outcome outcome = settled(begun(new Operation.ShutdownVm(vm, GRACE, then)));
    assertThat(outcome.state()).isEqualTo(OperationState.INTERRUPTED);
    assertThat(outcome.failure()).extracting(Failure::hint, STRING).isNotBlank();
    assertThat(Duration.between(BEGAN, now)).isLessThan(SOON);
    assertThat(hypervisor.effects).isEmpty();
  }

  @Test
  void aShutdownThatMayNotHaveBeenAskedForSucceededIfTheGuestGoesOff() {
    VmRef vm = hypervisor.add("web", VmState.RUNNING);
    Handler shutdown = begun(new Operation.ShutdownVm(vm, GRACE, AfterGrace.LEAVE));
    onAwait = () -> hypervisor.set(vm, VmState.SHUT_OFF, "shutdown");
    assertThat(settled(shutdown).state()).isEqualTo(OperationState.SUCCEEDED);
  }

  @Test
  void aShutdownThatWasAskedForHasItsGrace() {
    VmRef vm = hypervisor.add("web", VmState.RUNNING);
    Handler shutdown = begun(new Operation.ShutdownVm(vm, GRACE, AfterGrace.LEAVE));
    facts.put("pressed", BEGAN.toString());
    assertThat(settled(shutdown).state()).isEqualTo(OperationState.FAILED);
    assertThat(Duration.between(BEGAN, now)).isEqualTo(GRACE);
  }

  /** As in the journal when the agent dies right before the deed. */
  private Handler begun(Operation operation) {
    Handler handler = Handlers.of(operation, RunnerSettings.standard());
    facts.putAll(handler.look(new ByHand()));
    return handler;
  }

  private Outcome settled(Handler handler) {
    Finding finding = handler.settle(new ByHand());
    assertThat(finding).isInstanceOf(Finding.Settled.class);
    return ((Finding.Settled) finding).outcome();
  }

  /** Waiting moves the clock. */
  private final class ByHand implements Work {
    @Override
    public <T> T alone(Supplier<T> deed) {
      return deed.get();
    }

    @Override
    public UUID id() {
      return new UUID(0, 1);
    }

    @Override
    public Principal principal() {
      return new Principal("ann", Role.ADMIN, "test");
    }

    @Override
    public Hypervisor hypervisor() {
      return hypervisor;
    }

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public void progress(int percent, String phase, @Nullable MigrationFigures figures) {}

    @Override
    public Maintenance maintenance() {
      throw new IllegalStateException("nobody asks here");
    }

    @Override
    public Departures departures() {
      throw new IllegalStateException("nobody asks here");
    }

    @Override
    public long number() {
      return 1;
    }

    @Override
    public void note(String fact, String value) {
      facts.put(fact, value);
    }

    @Override
    public @Nullable String noted(String fact) {
      return facts.get(fact);
    }

    @Override
    public boolean cancelRequested() {
      return false;
    }

    @Override
    public void await(Duration atMost) {
      now = now.plus(atMost);
      onAwait.run();
    }

    @Override
    public HostPolicy policy() {
      return HostPolicy.standard();
    }

    @Override
    public Trash trash() {
      throw new UnsupportedOperationException();
    }

    @Override
    public StreamDial streams() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Passages passages() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Viewers viewers() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String took() {
      return "0 s";
    }
  }
}
