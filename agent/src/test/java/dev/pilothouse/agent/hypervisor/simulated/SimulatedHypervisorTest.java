package dev.pilothouse.agent.hypervisor.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.HypervisorContract;
import dev.pilothouse.agent.hypervisor.TestVm;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulatedHypervisorTest extends HypervisorContract {
  private static final Clock FIXED =
      Clock.fixed(Instant.parse("2026-11-23T00:00:00Z"), ZoneOffset.UTC);

  @Override
  protected Hypervisor open() {
    return SimulatedHypervisor.demo("h1", 7, 12, Clock.systemUTC(), time -> {});
  }

  @Override
  protected String definition(String name) {
    return TestVm.xml("kvm", name);
  }

  @Override
  protected Set<Gap> gaps() {
    return none();
  }

  @Test
  void the_same_seed_makes_the_same_fleet() {
    assertThat(demo("h1", 1).list()).isEqualTo(demo("h1", 1).list());
    assertThat(demo("h1", 1).list()).isNotEqualTo(demo("h1", 2).list());
  }

  @Test
  void hosts_of_one_demo_share_no_vm() {
    Set<Object> seen = new HashSet<>();
    for (String host : List.of("h1", "h2", "h3")) {
      for (Vm vm : demo(host, 1).list()) {
        assertThat(seen.add(vm.name())).as(vm.name()).isTrue();
        assertThat(seen.add(vm.ref().uuid())).isTrue();
      }
    }
  }

  @Test
  void a_demo_has_something_of_everything() {
    List<Vm> vms = demo("h1", 1).list();
    assertThat(vms)
        .extracting(Vm::state)
        .contains(VmState.RUNNING, VmState.SHUT_OFF, VmState.PAUSED);
    assertThat(vms).anyMatch(vm -> vm.os().name().equals("Debian 12"));
    assertThat(vms).anyMatch(vm -> vm.os().name().equals("Windows Server 2022"));
    assertThat(vms).anyMatch(vm -> !vm.os().known());
    assertThat(vms)
        .filteredOn(vm -> vm.state() == VmState.RUNNING)
        .allMatch(vm -> !vm.nics().getFirst().addresses().isEmpty());
  }

  private static Hypervisor demo(String host, long seed) {
    return SimulatedHypervisor.demo(host, seed, 120, FIXED, time -> {});
  }
}
