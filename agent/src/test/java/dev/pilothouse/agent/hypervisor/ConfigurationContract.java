package dev.pilothouse.agent.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.agent.hypervisor.Configuration.Scope;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.agent.xml.OwnXml;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every hypervisor's configuration does, whoever stands behind the port. */
public abstract class ConfigurationContract {
  private static final long MIB = 1L << 20;

  private Hypervisor hypervisor;
  private Configuration configuration;

  protected abstract Hypervisor open();

  /** The XML of a VM from {@link TestVm} with 128 MiB and sockets for 2 CPUs, one of them used. */
  protected abstract String definition(String name);

  @BeforeEach
  void setUp() {
    hypervisor = open();
    configuration = hypervisor.configuration();
    clean();
  }

  @AfterEach
  void tearDown() {
    clean();
    hypervisor.close();
  }

  private void clean() {
    for (Vm vm : hypervisor.list()) {
      if (vm.title().equals("contract") || vm.name().startsWith("contract-")) {
        if (vm.state().active()) {
          hypervisor.forceOff(vm.ref().uuid());
        }
        if (hypervisor.find(vm.ref().uuid()).isPresent()) {
          hypervisor.undefine(vm.ref().uuid());
        }
      }
    }
  }

  private UUID stopped(String name) {
    return hypervisor.define(definition(name));
  }

  private UUID running(String name) {
    UUID vm = stopped(name);
    hypervisor.start(vm);
    return vm;
  }

  private DomainXml in(UUID vm, Scope scope) {
    return DomainXml.parse(hypervisor.xml(vm, scope == Scope.DEFINED));
  }

  private Vm look(UUID vm) {
    return hypervisor.find(vm).orElseThrow();
  }

  private static void fails(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OperationException.class,
            e -> assertThat(e.failure().code()).as(e.getMessage()).isEqualTo(code));
  }

  @Test
  void aStoppedVmIsGivenCpusAndMemoryUpToItsMaxima() {
    UUID vm = stopped("contract-sizes");
    configuration.setMaxVcpus(vm, 4);
    configuration.setVcpus(vm, 3, Scope.DEFINED);
    configuration.setMaxMemory(vm, 256 * MIB);
    configuration.setMemory(vm, 192 * MIB, Scope.DEFINED);
    assertThat(in(vm, Scope.DEFINED).vcpu().now()).isEqualTo(3);
    assertThat(in(vm, Scope.DEFINED).vcpu().max()).isEqualTo(4);
    assertThat(in(vm, Scope.DEFINED).memoryBytes()).isEqualTo(192 * MIB);
    assertThat(in(vm, Scope.DEFINED).maxMemoryBytes()).isEqualTo(256 * MIB);
    assertThat(look(vm).vcpus()).isEqualTo(3);
    assertThat(look(vm).maxVcpus()).isEqualTo(4);
    fails(ErrorCode.BAD_INPUT, () -> configuration.setVcpus(vm, 5, Scope.DEFINED));
    fails(ErrorCode.BAD_INPUT, () -> configuration.setMemory(vm, 512 * MIB, Scope.DEFINED));
    configuration.setMaxVcpus(vm, 1);
    configuration.setMaxMemory(vm, 128 * MIB);
    assertThat(in(vm, Scope.DEFINED).vcpu().now()).isEqualTo(1);
    assertThat(in(vm, Scope.DEFINED).memoryBytes()).isEqualTo(128 * MIB);
  }

  @Test
  void aRunningVmTakesACpuMoreAndItsDefinitionStays() {
    UUID vm = running("contract-cpu");
    configuration.setVcpus(vm, 2, Scope.LIVE);
    assertThat(look(vm).vcpus()).isEqualTo(2);
    assertThat(in(vm, Scope.DEFINED).vcpu().now()).isEqualTo(1);
    assertThat(Objects.requireNonNull(look(vm).defined()).vcpus()).isEqualTo(1);
    fails(ErrorCode.BAD_INPUT, () -> configuration.setVcpus(vm, 3, Scope.LIVE));
  }

  @Test
  void whatIsDefinedForARunningVmWaitsForItsNextStart() {
    UUID vm = running("contract-later");
    configuration.setMaxVcpus(vm, 4);
    configuration.setMemory(vm, 64 * MIB, Scope.DEFINED);
    assertThat(look(vm).maxVcpus()).isEqualTo(2);
    assertThat(look(vm).memoryBytes()).isEqualTo(128 * MIB);
    assertThat(Objects.requireNonNull(look(vm).defined()).maxVcpus()).isEqualTo(4);
    assertThat(Objects.requireNonNull(look(vm).defined()).memoryBytes()).isEqualTo(64 * MIB);
    hypervisor.forceOff(vm);
    assertThat(look(vm).maxVcpus()).isEqualTo(4);
    assertThat(look(vm).memoryBytes()).isEqualTo(64 * MIB);
  }

  @Test
  void titleAndDescriptionAreSetInOneDefinitionAndTakenAway() {
    UUID vm = running("contract-words");
    configuration.setTitle(vm, "Shop <front> & \"back\"", Scope.LIVE);
    configuration.setDescription(vm, "two\nlines", Scope.DEFINED);
    assertThat(in(vm, Scope.LIVE).title()).isEqualTo("Shop <front> & \"back\"");
    assertThat(in(vm, Scope.DEFINED).title()).isEqualTo("contract");
    assertThat(in(vm, Scope.DEFINED).description()).isEqualTo("two\nlines");
    configuration.setTitle(vm, "", Scope.LIVE);
    configuration.setDescription(vm, "", Scope.DEFINED);
    assertThat(in(vm, Scope.LIVE).title()).isEmpty();
    assertThat(in(vm, Scope.DEFINED).description()).isEmpty();
  }

  @Test
  void tagsAndProtectionAreInOneElementAndNothingElseInItIsLost() {
    UUID vm = stopped("contract-own");
    configuration.setOwn(vm, "<vm><tag>a</tag><later kept='yes'>x</later></vm>", Scope.DEFINED);
    String own = configuration.own(vm, Scope.DEFINED);
    configuration.setOwn(vm, OwnXml.withTags(own, List.of("b"), List.of("a")), Scope.DEFINED);
    own = configuration.own(vm, Scope.DEFINED);
    configuration.setOwn(vm, OwnXml.withDeleteProtection(own, true), Scope.DEFINED);
    assertThat(look(vm).tags()).containsExactly("b");
    assertThat(look(vm).deleteProtection()).isTrue();
    assertThat(configuration.own(vm, Scope.DEFINED)).contains("later").contains("kept");
    assertThat(look(vm).os().name()).isEqualTo("Debian 12");
    own = configuration.own(vm, Scope.DEFINED);
    configuration.setOwn(vm, OwnXml.withDeleteProtection(own, false), Scope.DEFINED);
    assertThat(look(vm).deleteProtection()).isFalse();
  }

  @Test
  void theBootOrderIsRewrittenAndNothingElse() {
    UUID vm = stopped("contract-boot");
    configuration.setBoot(vm, List.of("network", "disk"));
    assertThat(Objects.requireNonNull(look(vm).defined()).boot())
        .containsExactly("network", "disk");
    assertThat(look(vm).tags()).containsExactly("contract-tag");
    assertThat(look(vm).name()).isEqualTo("contract-boot");
  }

  @Test
  void whatIsNotThereCannotBeChanged() {
    UUID vm = stopped("contract-off");
    fails(ErrorCode.WRONG_STATE, () -> configuration.setVcpus(vm, 1, Scope.LIVE));
    fails(ErrorCode.WRONG_STATE, () -> configuration.setTitle(vm, "x", Scope.LIVE));
    UUID nobody = UUID.randomUUID();
    fails(ErrorCode.NOT_FOUND, () -> configuration.setVcpus(nobody, 1, Scope.DEFINED));
    fails(ErrorCode.NOT_FOUND, () -> configuration.setMaxMemory(nobody, MIB));
    fails(ErrorCode.NOT_FOUND, () -> configuration.setBoot(nobody, List.of()));
  }
}
