package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.model.CpuSupport;
import dev.pilothouse.fleet.model.HostFacts;
import dev.pilothouse.fleet.model.VmState;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a simulated host says about itself. */
final class SimulatedFacts {
  private static final long GIB = 1L << 30;
  private static final int CPUS = 64;

  static final CpuSupport CPUS_OF_GUESTS =
      new CpuSupport(
          "EPYC-Milan", List.of("qemu64", "kvm64", "Nehalem", "Westmere", "EPYC", "EPYC-Rome"));

  private SimulatedFacts() {}

  static HostFacts of(String hostName, Collection<SimulatedVm> vms, boolean reachable) {
    long used = 0;
    double load = 0;
    for (SimulatedVm vm : vms) {
      if (vm.state.active()) {
        DomainXml xml = vm.xml();
        used += xml.memoryBytes();
        load += vm.state == VmState.RUNNING ? vm.temper.busy() * xml.vcpu().now() : 0;
      }
    }
    return new HostFacts(
        "simulated:///" + hostName,
        "x86_64",
        CPUS,
        1024 * GIB,
        Math.max(0, 1024 * GIB - used),
        Math.round(load * 100) / 100.0,
        "10.0.0",
        "simulated 1.0.0",
        "demo",
        reachable);
  }

  /** CPU time of those that run, in nanoseconds. */
  static Map<UUID, Long> cpuTimes(Collection<SimulatedVm> vms, Instant now) {
    Map<UUID, Long> times = new LinkedHashMap<>();
    for (SimulatedVm vm : vms) {
      if (vm.state.active()) {
        times.put(vm.uuid, vm.cpuTime(now));
      }
    }
    return times;
  }
}
