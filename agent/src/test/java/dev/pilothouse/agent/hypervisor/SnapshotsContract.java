package dev.pilothouse.agent.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.agent.hypervisor.Configuration.Scope;
import dev.pilothouse.agent.hypervisor.Snapshots.NewSnapshot;
import dev.pilothouse.fleet.model.Snapshot;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What snapshots do on every hypervisor, whoever stands behind the port. */
public abstract class SnapshotsContract {
  private Hypervisor hypervisor;
  private Snapshots snapshots;

  protected abstract Hypervisor open();

  /** The XML of a VM from {@link TestVm} whose snapshots can be inside. */
  protected abstract String definition(String name);

  @BeforeEach
  void setUp() {
    hypervisor = open();
    snapshots = hypervisor.snapshots();
    clean();
  }

  @AfterEach
  void tearDown() {
    clean();
    hypervisor.close();
  }

  private void clean() {
    for (Vm vm : hypervisor.list()) {
      if (vm.name().startsWith("contract-")) {
        if (vm.state().active()) {
          hypervisor.forceOff(vm.ref().uuid());
        }
        for (Snapshot snapshot : snapshots.of(vm.ref().uuid()).snapshots().reversed()) {
          snapshots.delete(vm.ref().uuid(), snapshot.name(), false);
        }
        hypervisor.undefine(vm.ref().uuid());
      }
    }
  }

  private static NewSnapshot inside(String name, boolean memory) {
    return new NewSnapshot(name, "about " + name, List.of(), List.of(), memory, null, false);
  }

  private List<Snapshot> list(UUID vm) {
    return snapshots.of(vm).snapshots();
  }

  private static void fails(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OperationException.class,
            e -> assertThat(e.failure().code()).as(e.getMessage()).isEqualTo(code));
  }

  @Test
  void aVmWithoutSnapshotsHasNone() {
    UUID vm = hypervisor.define(definition("contract-none"));
    assertThat(list(vm)).isEmpty();
    assertThat(snapshots.busy(vm)).isFalse();
  }

  @Test
  void snapshotsOfAStoppedVmAreATree() {
    UUID vm = hypervisor.define(definition("contract-tree"));
    Instant before = Instant.now().minus(Duration.ofMinutes(1));
    snapshots.create(vm, inside("one", false));
    snapshots.create(vm, inside("two", false));
    assertThat(list(vm)).extracting(Snapshot::name).containsExactly("one", "two");
    Snapshot two = list(vm).get(1);
    assertThat(two.parent()).isEqualTo("one");
    assertThat(two.description()).isEqualTo("about two");
    assertThat(two.created()).isAfter(before);
    assertThat(two.state()).isEqualTo("shutoff");
    assertThat(two.memory()).isFalse();
    assertThat(two.external()).isFalse();
    assertThat(two.current()).isTrue();
    assertThat(list(vm).get(0).current()).isFalse();
    assertThat(snapshots.of(vm).chain()).isEqualTo(2);

    snapshots.revert(vm, "one", false);
    snapshots.create(vm, inside("three", false));
    assertThat(list(vm))
        .filteredOn(s -> s.name().equals("three"))
        .extracting(Snapshot::parent)
        .containsExactly("one");
  }

  @Test
  void goingBackBringsTheDefinitionBackToo() {
    UUID vm = hypervisor.define(definition("contract-back"));
    snapshots.create(vm, inside("one", false));
    hypervisor.configuration().setTitle(vm, "changed", Scope.DEFINED);
    snapshots.revert(vm, "one", false);
    assertThat(hypervisor.find(vm).orElseThrow().title()).isEqualTo("contract");
    assertThat(hypervisor.find(vm).orElseThrow().state()).isEqualTo(VmState.SHUT_OFF);
    snapshots.revert(vm, "one", true);
    assertThat(hypervisor.find(vm).orElseThrow().state()).isEqualTo(VmState.RUNNING);
  }

  @Test
  void aRunningVmRunsAgainFromItsMemory() {
    UUID vm = hypervisor.define(definition("contract-memory"));
    hypervisor.start(vm);
    snapshots.create(vm, inside("alive", true));
    assertThat(list(vm).getFirst().memory()).isTrue();
    assertThat(list(vm).getFirst().state()).isEqualTo("running");
    hypervisor.forceOff(vm);
    snapshots.revert(vm, "alive", false);
    assertThat(hypervisor.find(vm).orElseThrow().state()).isEqualTo(VmState.RUNNING);
  }

  @Test
  void whatIsForgottenLeavesItsChildrenToItsParentOrTakesThemAlong() {
    UUID vm = hypervisor.define(definition("contract-forget"));
    for (String name : List.of("one", "two", "three", "four")) {
      snapshots.create(vm, inside(name, false));
    }
    snapshots.delete(vm, "two", false);
    assertThat(list(vm)).extracting(Snapshot::name).containsExactly("one", "three", "four");
    assertThat(list(vm).get(1).parent()).isEqualTo("one");
    snapshots.delete(vm, "three", true);
    assertThat(list(vm)).extracting(Snapshot::name).containsExactly("one");
    assertThat(list(vm).getFirst().current()).isTrue();
  }

  @Test
  void whatIsNotThereIsNotFound() {
    UUID vm = hypervisor.define(definition("contract-missing"));
    fails(ErrorCode.NOT_FOUND, () -> snapshots.revert(vm, "never", false));
    fails(ErrorCode.NOT_FOUND, () -> snapshots.delete(vm, "never", false));
    UUID nobody = UUID.randomUUID();
    fails(ErrorCode.NOT_FOUND, () -> snapshots.of(nobody));
    fails(ErrorCode.NOT_FOUND, () -> snapshots.create(nobody, inside("x", false)));
  }
}
