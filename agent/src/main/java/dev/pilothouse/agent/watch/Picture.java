package dev.pilothouse.agent.watch;

import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.Inventory;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the fleet was told of this host's VMs, so that only differences are told. Not thread-safe:
 * it lives on the watch's thread.
 */
final class Picture {
  private final String host;
  private final Map<UUID, Vm> told = new HashMap<>();
  private @Nullable Inventory stock;
  private boolean whole;

  Picture(String host) {
    this.host = host;
  }

  /** All VMs were listed: the first list is told whole, later ones as differences. */
  List<FleetEvent> listed(List<Vm> now) {
    List<FleetEvent> news = new ArrayList<>();
    Set<UUID> there = new HashSet<>();
    for (Vm vm : now) {
      there.add(vm.ref().uuid());
      news.addAll(seen(vm));
    }
    for (UUID gone : Set.copyOf(told.keySet())) {
      if (!there.contains(gone)) {
        news.addAll(gone(gone));
      }
    }
    if (whole) {
      return news;
    }
    whole = true;
    return all();
  }

  /** One VM was looked at. */
  List<FleetEvent> seen(UUID uuid, Optional<Vm> vm) {
    return vm.isPresent() ? seen(vm.get()) : gone(uuid);
  }

  private List<FleetEvent> seen(Vm vm) {
    Vm before = told.get(vm.ref().uuid());
    // The hypervisor does not know the percentage; the last sample holds while the VM runs.
    Vm now = before != null && vm.state().active() ? vm.withCpuPercent(before.cpuPercent()) : vm;
    if (now.equals(before)) {
      return List.of();
    }
    told.put(vm.ref().uuid(), now);
    return List.of(new FleetEvent.VmChanged(now));
  }

  private List<FleetEvent> gone(UUID uuid) {
    return told.remove(uuid) == null
        ? List.of()
        : List.of(new FleetEvent.VmGone(new VmRef(host, uuid)));
  }

  /** Those that were told as on their way here, not as VMs of this host; may be changed. */
  Set<UUID> arriving(Set<UUID> among) {
    return told.values().stream()
        .filter(Vm::arriving)
        .map(vm -> vm.ref().uuid())
        .filter(among::contains)
        .collect(Collectors.toCollection(HashSet::new));
  }

  boolean has(UUID vm) {
    return told.containsKey(vm);
  }

  /** CPU figures in percent; those that are the same as before are not told. */
  List<FleetEvent> sampled(Map<UUID, Double> percent) {
    Map<UUID, Double> changed = new HashMap<>();
    percent.forEach(
        (uuid, figure) -> {
          Vm vm = told.get(uuid);
          if (vm != null && vm.state().active()) {
            double bounded = Math.min(figure, 100.0 * vm.vcpus());
            if (bounded != vm.cpuPercent()) {
              told.put(uuid, vm.withCpuPercent(bounded));
              changed.put(uuid, bounded);
            }
          }
        });
    return changed.isEmpty() ? List.of() : List.of(new FleetEvent.CpuSampled(host, changed));
  }

  /** Pools and networks were looked at. */
  List<FleetEvent> equipped(Inventory now) {
    if (now.equals(stock)) {
      return List.of();
    }
    stock = now;
    return List.of(new FleetEvent.InventoryReported(host, now));
  }

  /** All that was told so far, as it is now. */
  List<FleetEvent> all() {
    List<FleetEvent> all = new ArrayList<>();
    all.add(new FleetEvent.VmsListed(host, List.copyOf(told.values())));
    if (stock != null) {
      all.add(new FleetEvent.InventoryReported(host, stock));
    }
    return all;
  }

  /** Whether a first list was told: without one there is nothing to repeat. */
  boolean whole() {
    return whole;
  }
}
