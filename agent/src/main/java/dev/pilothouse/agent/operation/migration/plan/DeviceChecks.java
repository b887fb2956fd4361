package dev.pilothouse.agent.operation.migration.plan;

import dev.pilothouse.agent.xml.DomainCapabilitiesXml;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.VirtualNetwork;
import dev.pilothouse.fleet.model.VmNeeds;
import dev.pilothouse.fleet.operation.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether the other host has what the VM's hardware needs. */
final class DeviceChecks {
  private static final String NETWORK = "network:";
  private static final String BRIDGE = "bridge:";

  private DeviceChecks() {}

  static List<Check> all() {
    return List.of(
        DeviceChecks::kindOfGuest,
        DeviceChecks::cpu,
        DeviceChecks::hostDevices,
        DeviceChecks::hugepages,
        DeviceChecks::networks,
        DeviceChecks::bridges);
  }

  private static void kindOfGuest(Survey on, Findings found) {
    String type = on.xml().type();
    if (!type.isEmpty() && !PlaceChecks.runs(on, type)) {
      found.blocks(
          ErrorCode.UNSUPPORTED,
          on.to().host() + " runs no guests of type " + type + ".",
          type.equals("kvm")
              ? "See that virtualisation is on in its firmware and that /dev/kvm is there."
              : "Install QEMU there.");
      return;
    }
    if (type.isEmpty()) {
      return;
    }
    DomainCapabilitiesXml there = on.peer().ask(host -> host.capabilities(type));
    int most = there.maxVcpus();
    if (most > 0 && on.xml().vcpu().max() > most) {
      found.blocks(
          ErrorCode.UNSUPPORTED,
          on.to().host() + " gives a guest at most " + most + " CPUs.",
          "Choose another host.");
    }
  }

  private static void cpu(Survey on, Findings found) {
    String definition = on.work().hypervisor().migrations().migratableXml(on.vm().ref().uuid());
    String problem = on.peer().ask(there -> there.migrations().cpuProblem(definition));
    if (!problem.isEmpty()) {
      found.blocks(
          ErrorCode.UNSUPPORTED,
          "Its CPU cannot be had on " + on.to().host() + ": " + problem,
          "Choose a host with such a CPU, or give the VM a CPU model that both have and start it"
              + " anew.");
    }
  }

  private static void hostDevices(Survey on, Findings found) {
    VmNeeds needs = on.vm().needs();
    if (needs == null || needs.hostDevices().isEmpty()) {
      return;
    }
    String devices =
        "It holds devices of this host (" + String.join(", ", needs.hostDevices()) + ")";
    if (on.active()) {
      found.blocks(
          ErrorCode.WRONG_STATE,
          devices + ", which cannot travel.",
          "Detach them, or shut the VM down.");
    } else {
      found.warns(
          devices + ".", "See that " + on.to().host() + " has the same at the same addresses.");
    }
  }

  private static void hugepages(Survey on, Findings found) {
    VmNeeds needs = on.vm().needs();
    if (needs != null && needs.hugepages()) {
      found.warns(
          "Its memory lies in huge pages, and libvirt does not tell how many "
              + on.to().host()
              + " has left.",
          "Look at HugePages_Free in /proc/meminfo there; without enough of them it is refused"
              + " when it begins, and stays here.");
    }
  }

  private static void networks(Survey on, Findings found) {
    List<VirtualNetwork> there = on.peer().ask(host -> host.networks().all());
    for (String name : pluggedInto(on, NETWORK)) {
      Optional<VirtualNetwork> network =
          there.stream().filter(each -> each.name().equals(name)).findFirst();
      if (network.isEmpty()) {
        found.blocks(
            ErrorCode.NOT_FOUND,
            on.to().host() + " has no network " + name + ".",
            "Make it there with 'net create', or plug the VM into another.");
      } else if (!network.get().active() && on.active()) {
        found.blocks(
            ErrorCode.WRONG_STATE,
            "The network " + name + " is not active on " + on.to().host() + ".",
            "Start it there with 'net start'.");
      }
    }
  }

  private static void bridges(Survey on, Findings found) {
    Set<String> bridges = pluggedInto(on, BRIDGE);
    if (!bridges.isEmpty()) {
      found.warns(
          "It is plugged into "
              + String.join(", ", bridges)
              + ", and libvirt does not tell whether "
              + on.to().host()
              + " has that.",
          "Without such a bridge it is refused when it begins, and stays here.");
    }
  }

  private static Set<String> pluggedInto(Survey on, String kind) {
    Set<String> names = new TreeSet<>();
    for (Nic nic : on.xml().nics()) {
      if (nic.network().startsWith(kind)) {
        names.add(nic.network().substring(kind.length()));
      }
    }
    return names;
  }
}
