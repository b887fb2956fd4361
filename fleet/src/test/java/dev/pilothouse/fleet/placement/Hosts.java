package dev.pilothouse.fleet.placement;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.HostFacts;
import dev.pilothouse.fleet.model.HostTerms;
import dev.pilothouse.fleet.model.HostTerms.Maintenance;
import dev.pilothouse.fleet.model.Inventory;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Vms;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fleets of hosts with 8 CPUs and 32 GiB, and what {@link Vms#inventory} has. */
final class Hosts {
  static final long GIB = 1L << 30;
  static final Instant AT = Instant.parse("2026-11-23T06:30:00Z");

  private Hosts() {}

  static Fleet of(String... names) {
    Fleet fleet = Fleet.empty();
    for (String name : names) {
      fleet = host(fleet, name, 32 * GIB, 0.5, 1, null);
    }
    return fleet;
  }

  static Fleet host(
      Fleet fleet,
      String name,
      long memory,
      double load,
      double overcommit,
      @Nullable Maintenance maintenance) {
    HostFacts facts =
        new HostFacts("u", "x86_64", 8, memory, memory, load, "9.0.0", "QEMU", "1", true)
            .withTerms(new HostTerms(Vms.terms(name).migration(), overcommit, maintenance));
    return fleet
        .apply(new FleetEvent.HostReported(name, facts, AT))
        .apply(new FleetEvent.InventoryReported(name, Vms.inventory()));
  }

  static Fleet maintained(Fleet fleet, String host, long operation) {
    return host(fleet, host, 32 * GIB, 0.5, 1, new Maintenance(AT, "ada", operation));
  }

  static Fleet with(Fleet fleet, Inventory inventory, String host) {
    return fleet.apply(new FleetEvent.InventoryReported(host, inventory));
  }

  static Fleet with(Fleet fleet, Vm... vms) {
    Fleet now = fleet;
    for (Vm vm : List.of(vms)) {
      now = now.apply(new FleetEvent.VmChanged(vm));
    }
    return now;
  }

  static Vms.Builder running(String host, String name, long gib) {
    return Vms.vm(host, name).running(AT).memoryBytes(gib * GIB);
  }
}
