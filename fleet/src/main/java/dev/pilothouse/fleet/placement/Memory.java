package dev.pilothouse.fleet.placement;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.HostTerms;
import dev.pilothouse.fleet.model.Vm;

/**
 * The memory of a host for VMs, in bytes.
 *
 * @param limit what may be promised to them
 * @param promised to those that are active, those that arrive among them
 * @param free what can still be promised; negative when too much was
 */
record Memory(long limit, long promised, long free) {
  static Memory of(Fleet fleet, Host host, Taken taken) {
    HostTerms terms = host.facts().terms();
    double overcommit = terms == null ? 1 : terms.memoryOvercommit();
    long limit = (long) (host.facts().memoryBytes() * overcommit);
    long promised =
        taken.memory(host.name())
            + fleet.vms(host.name()).stream()
                .filter(vm -> vm.state().active())
                .mapToLong(Vm::memoryBytes)
                .sum();
    long free = limit - promised;
    // Whoever promises no more than there is wants it to be there.
    return new Memory(
        limit,
        promised,
        overcommit > 1
            ? free
            : Math.min(free, host.facts().freeBytes() - taken.memory(host.name())));
  }
}
