package dev.pilothouse.fleet.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One change of the fleet. {@link Fleet#apply} is the only place that says what each means. */
public sealed interface FleetEvent {
  String host();

  /** The agent of {@code host} is alive and says this. */
  record HostReported(String host, HostFacts facts, Instant at) implements FleetEvent {}

  /** What this node concludes about a host's agent. */
  record PresenceChanged(String host, Presence presence) implements FleetEvent {}

  /** All VMs of a host: those not in the list are gone. */
  record VmsListed(String host, List<Vm> vms) implements FleetEvent {
    public VmsListed {
      vms = List.copyOf(vms);
    }
  }

  /** A VM is new or different. */
  record VmChanged(Vm vm) implements FleetEvent {
    @Override
    public String host() {
      return vm.host();
    }
  }

  /** A VM is neither defined nor running there any more. */
  record VmGone(VmRef ref) implements FleetEvent {
    @Override
    public String host() {
      return ref.host();
    }
  }

  /** CPU use of the VMs whose figure changed, in percent of one CPU. */
  record CpuSampled(String host, Map<UUID, Double> percent) implements FleetEvent {
    public CpuSampled {
      percent = Map.copyOf(percent);
    }
  }

  /** All that a host has beside its VMs. */
  record InventoryReported(String host, Inventory inventory) implements FleetEvent {}

  /** A person removed the host from the fleet. */
  record HostForgotten(String host) implements FleetEvent {}
}
