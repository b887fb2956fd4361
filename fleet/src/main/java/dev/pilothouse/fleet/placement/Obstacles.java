package dev.pilothouse.fleet.placement;

import dev.pilothouse.fleet.model.CpuSupport;
import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.HostTerms;
import dev.pilothouse.fleet.model.HostTerms.Maintenance;
import dev.pilothouse.fleet.model.ImageLookup;
import dev.pilothouse.fleet.model.Inventory;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.model.VirtualNetwork;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmNeeds;
import dev.pilothouse.fleet.placement.Need.Storage.NewDisk;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a VM cannot be on a host, as far as the fleet knows. Of huge pages, bridges and files that
 * are somewhere else than in pools it does not; the plan of a migration looks for them.
 */
final class Obstacles {
  private final Fleet fleet;
  private final Host host;
  private final Inventory inventory;
  private final Need need;
  private final Taken taken;
  private final List<String> all = new ArrayList<>();

  Obstacles(Fleet fleet, Host host, Need need, Taken taken) {
    this.fleet = fleet;
    this.host = host;
    this.inventory = fleet.inventory(host.name());
    this.need = need;
    this.taken = taken;
  }

  /** Each in words that follow {@code because}; of a host that does not answer no more is said. */
  List<String> all() {
    Vm vm = need.vm();
    if (vm != null && vm.host().equals(host.name())) {
      return List.of("it is there already");
    }
    if (host.presence() != Presence.ONLINE) {
      return List.of("it does not answer");
    }
    terms();
    memory();
    cpu();
    storage();
    networks();
    if (vm != null) {
      others(vm);
    }
    return all;
  }

  private void terms() {
    HostTerms terms = host.facts().terms();
    if (terms == null) {
      if (need.vm() != null) {
        all.add("it does not say where VMs can migrate to");
      }
      return;
    }
    Maintenance maintenance = terms.maintenance();
    if (maintenance != null) {
      all.add("it is in maintenance by " + maintenance.by());
    }
  }

  private void memory() {
    Memory memory = Memory.of(fleet, host, taken);
    if (need.active() && memory.free() < need.memoryBytes()) {
      all.add("it has " + Placement.amount(memory.free()) + " of memory free");
    } else if (memory.limit() < need.memoryBytes()) {
      all.add("it has " + Placement.amount(memory.limit()) + " of memory in all");
    }
  }

  private void cpu() {
    if (host.facts().cpus() < need.vcpus()) {
      all.add("it has " + host.facts().cpus() + " CPUs");
    }
    VmNeeds asks = need.asks();
    if (asks == null) {
      return;
    }
    if (!asks.hostDevices().isEmpty()) {
      all.add("the VM holds " + String.join(", ", asks.hostDevices()) + " of its own host");
    }
    CpuSupport cpu = inventory.cpu();
    if (cpu == null) {
      return;
    }
    switch (asks.cpuMode()) {
      case "custom" -> {
        if (!asks.cpuModel().isEmpty() && !cpu.usable().contains(asks.cpuModel())) {
          all.add("its CPUs cannot be " + asks.cpuModel());
        }
      }
      case "host-model", "host-passthrough", "maximum" -> {
        if (!need.hostModel().isEmpty() && !need.hostModel().equals(cpu.hostModel())) {
          all.add(
              "its CPUs are "
                  + (cpu.hostModel().isEmpty() ? "of no model" : cpu.hostModel())
                  + ", and the VM runs with those of its host, "
                  + need.hostModel());
        }
      }
      default -> {}
    }
  }

  private void storage() {
    all.addAll(Shelves.obstacles(host.name(), inventory, need.storage(), taken));
    if (need.storage() instanceof NewDisk disk
        && !disk.image().isEmpty()
        && ImageLookup.find(inventory, disk.image()).isEmpty()) {
      all.add("it has no image " + disk.image());
    }
  }

  private void networks() {
    need.networks().stream()
        .filter(name -> inventory.network(name).filter(VirtualNetwork::active).isEmpty())
        .forEach(name -> all.add("it has no active network " + name));
  }

  private void others(Vm vm) {
    for (Vm there : fleet.vms(host.name())) {
      if (there.ref().uuid().equals(vm.ref().uuid())) {
        all.add(there.arriving() ? "the VM is on its way there" : "it has a VM of that UUID");
      } else if (there.name().equals(vm.name())) {
        all.add("it has another VM of that name");
      }
    }
    String forbidden = Neighbours.forbidden(fleet, host.name(), need, taken);
    if (!forbidden.isEmpty()) {
      all.add(forbidden);
    }
  }
}
