package dev.pilothouse.agent.operation.disk;

import dev.pilothouse.agent.hypervisor.Disks.Scope;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The disks that a VM has now, and those of its definition: two lists that may differ.
 *
 * @param live empty when it does not run
 * @param defined empty when it has no definition
 */
record DiskSet(Vm vm, List<Disk> live, List<Disk> defined) {
  static DiskSet of(Work work, VmRef ref) {
    Vm vm = work.vm(ref);
    boolean active = vm.state().active();
    List<Disk> defined =
        !vm.persistent()
            ? List.of()
            : active
                ? DomainXml.parse(work.hypervisor().xml(ref.uuid(), true)).disks()
                : vm.disks();
    return new DiskSet(vm, active ? vm.disks() : List.of(), defined);
  }

  /** What a change is made to so that it holds now and later. */
  Scope scope() {
    return !vm.state().active() ? Scope.DEFINITION : vm.persistent() ? Scope.BOTH : Scope.LIVE;
  }

  /** For people. */
  String when() {
    return switch (scope()) {
      case LIVE -> "now; the VM has no definition to keep it";
      case DEFINITION -> "in its definition";
      case BOTH -> "now and in its definition";
    };
  }

  boolean takes(String target) {
    return any(disk -> disk.target().equals(target)).isPresent();
  }

  /** The first such disk, among the live ones first. */
  Optional<Disk> any(Predicate<Disk> which) {
    return java.util.stream.Stream.concat(live.stream(), defined.stream())
        .filter(which)
        .findFirst();
  }

  static boolean has(List<Disk> disks, String target, String source) {
    return disks.stream()
        .anyMatch(disk -> disk.target().equals(target) && disk.source().equals(source));
  }
}
