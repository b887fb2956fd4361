package dev.pilothouse.agent.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Configuration.Scope;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.agent.xml.NicsXml;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every host does with the network interfaces of a VM. */
public abstract class NicsContract {
  protected static final String MAC = "52:54:00:c0:ff:ee";
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Hypervisor hypervisor;
  private Nics nics;
  private UUID vm;

  /** A hypervisor with the active networks {@code default} and {@code lab}. */
  protected abstract Hypervisor open();

  /** A VM that is shut off. */
  protected abstract UUID vm(Hypervisor hypervisor);

  /** Starts it and waits until its guest can react. */
  protected abstract void boot(Hypervisor hypervisor, UUID vm);

  /** Looks whether the guest agrees; it has the interface with a carrier, without one, or not. */
  protected void guestSees(Optional<Boolean> carrier) {}

  @BeforeEach
  void setUp() {
    hypervisor = open();
    nics = hypervisor.nics();
    vm = vm(hypervisor);
  }

  @AfterEach
  void tearDown() {
    if (hypervisor.find(vm).orElseThrow().state().active()) {
      hypervisor.forceOff(vm);
    }
    hypervisor.undefine(vm);
    hypervisor.close();
  }

  private static String nic() {
    return NicsXml.of(MAC, "network:default", "virtio", true);
  }

  private Optional<Nic> live() {
    return ours(hypervisor.find(vm).orElseThrow().nics());
  }

  private Optional<Nic> defined() {
    return ours(DomainXml.parse(hypervisor.xml(vm, true)).nics());
  }

  private static Optional<Nic> ours(List<Nic> all) {
    return all.stream().filter(nic -> nic.mac().equals(MAC)).findFirst();
  }

  @Test
  void aStoppedVmsDefinitionGetsChangesAndLosesOne() {
    fails(ErrorCode.WRONG_STATE, () -> nics.attach(vm, nic(), Scope.LIVE));
    nics.attach(vm, nic(), Scope.DEFINED);
    fails(ErrorCode.NAME_TAKEN, () -> nics.attach(vm, nic(), Scope.DEFINED));
    assertThat(defined())
        .hasValueSatisfying(
            nic -> {
              assertThat(nic.network()).isEqualTo("network:default");
              assertThat(nic.model()).isEqualTo("virtio");
              assertThat(nic.linkUp()).isTrue();
            });

    nics.setNetwork(vm, MAC, "bridge:br-lab", Scope.DEFINED);
    nics.setModel(vm, MAC, "e1000");
    nics.setLink(vm, MAC, false, Scope.DEFINED);
    assertThat(defined())
        .hasValueSatisfying(
            nic -> {
              assertThat(nic.network()).isEqualTo("bridge:br-lab");
              assertThat(nic.model()).isEqualTo("e1000");
              assertThat(nic.linkUp()).isFalse();
            });

    nics.detach(vm, MAC, Scope.DEFINED);
    assertThat(defined()).isEmpty();
    fails(ErrorCode.NOT_FOUND, () -> nics.detach(vm, MAC, Scope.DEFINED));
    fails(ErrorCode.NOT_FOUND, () -> nics.setLink(vm, MAC, true, Scope.DEFINED));
  }

  @Test
  void aRunningVmGetsChangesAndLosesOne() {
    boot(hypervisor, vm);
    guestSees(Optional.empty());
    nics.attach(vm, nic(), Scope.LIVE);
    assertThat(live()).isPresent();
    assertThat(defined()).isEmpty();
    guestSees(Optional.of(true));
    fails(ErrorCode.NAME_TAKEN, () -> nics.attach(vm, nic(), Scope.LIVE));

    nics.setLink(vm, MAC, false, Scope.LIVE);
    assertThat(live()).hasValueSatisfying(nic -> assertThat(nic.linkUp()).isFalse());
    guestSees(Optional.of(false));
    nics.setLink(vm, MAC, true, Scope.LIVE);
    guestSees(Optional.of(true));

    nics.setNetwork(vm, MAC, "network:lab", Scope.LIVE);
    assertThat(live())
        .hasValueSatisfying(nic -> assertThat(nic.network()).isEqualTo("network:lab"));

    nics.detach(vm, MAC, Scope.LIVE);
    await().atMost(LIMIT).until(() -> live().isEmpty());
    guestSees(Optional.empty());
    fails(ErrorCode.NOT_FOUND, () -> nics.detach(vm, MAC, Scope.LIVE));
  }

  @Test
  void eachDefinitionOnItsOwn() {
    nics.attach(vm, nic(), Scope.DEFINED);
    boot(hypervisor, vm);
    nics.setModel(vm, MAC, "e1000");
    nics.setLink(vm, MAC, false, Scope.DEFINED);
    assertThat(live())
        .hasValueSatisfying(
            nic -> {
              assertThat(nic.model()).isEqualTo("virtio");
              assertThat(nic.linkUp()).isTrue();
            });
    nics.setLink(vm, MAC, true, Scope.DEFINED);
    assertThat(defined()).hasValueSatisfying(nic -> assertThat(nic.model()).isEqualTo("e1000"));
    hypervisor.forceOff(vm);
    // What was defined does start.
    hypervisor.start(vm);
    assertThat(live()).hasValueSatisfying(nic -> assertThat(nic.model()).isEqualTo("e1000"));
  }

  @Test
  void aPausedGuestDoesNotLetGo() {
    nics.attach(vm, nic(), Scope.DEFINED);
    boot(hypervisor, vm);
    hypervisor.pause(vm);
    nics.detach(vm, MAC, Scope.LIVE);
    assertThat(live()).isPresent();
    hypervisor.resume(vm);
  }

  private static void fails(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OperationException.class,
            e -> assertThat(e.failure().code()).as(e.getMessage()).isEqualTo(code));
  }
}
