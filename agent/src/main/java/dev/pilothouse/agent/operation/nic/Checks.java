package dev.pilothouse.agent.operation.nic;

import dev.pilothouse.agent.operation.handler.Trash;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.operation.settings.Present;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.model.MacAddress;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.VirtualNetwork;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.NicOperation;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is looked at before interfaces are changed; all of it refuses in words. */
final class Checks {
  private static final String NETWORK = "network:";

  private Checks() {}

  /** One that a guest can have and nobody else on this host has. */
  static void free(Work work, String mac) {
    try {
      if (!MacAddress.parse(mac).equals(mac)) {
        throw bad("A MAC address is written in lower case with colons.");
      }
    } catch (IllegalArgumentException e) {
      throw bad(String.valueOf(e.getMessage()));
    }
    for (Vm vm : work.hypervisor().list()) {
      if (MacAddress.has(vm, mac)) {
        throw taken(mac, "the VM " + vm.name());
      }
    }
    for (Trash.Entry entry : work.trash().all()) {
      if (DomainXml.parse(entry.xml()).nics().stream().anyMatch(nic -> nic.mac().equals(mac))) {
        throw taken(mac, "the VM " + entry.vm().name() + " in the trash");
      }
    }
  }

  private static OperationException taken(String mac, String who) {
    return new OperationException(
        new Failure(
            ErrorCode.NAME_TAKEN,
            "The MAC address " + mac + " is that of a NIC of " + who + ".",
            "Two with one address disturb each other; leave it out to have one chosen."));
  }

  /** A network that a running VM can be plugged into now, and a stopped one later. */
  static void network(Work work, VmRef ref, String network) {
    if (!NicOperation.pluggable(network)) {
      throw bad("A NIC is plugged into network:NAME or bridge:NAME, not into " + network + ".");
    }
    if (!network.startsWith(NETWORK)) {
      return;
    }
    String name = network.substring(NETWORK.length());
    List<VirtualNetwork> all = work.hypervisor().networks().all();
    VirtualNetwork found =
        all.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new OperationException(
                        new Failure(
                            ErrorCode.NOT_FOUND,
                            "There is no network " + name + " on this host.",
                            all.isEmpty()
                                ? "It has none at all; make one with 'net create', or name a"
                                    + " bridge."
                                : "It has "
                                    + String.join(
                                        ", ", all.stream().map(VirtualNetwork::name).toList())
                                    + ".")));
    if (!found.active() && work.vm(ref).state().active()) {
      throw new OperationException(
          new Failure(
              ErrorCode.WRONG_STATE,
              "The network " + name + " does not run, so a running VM cannot be plugged into it.",
              "Start it first with 'net start'."));
    }
  }

  /** A name that libvirt's schema takes. */
  static void model(String model) {
    if (!model.matches("[A-Za-z0-9_-]+")) {
      throw bad("A model is a name such as virtio, e1000e or rtl8139, not '" + model + "'.");
    }
  }

  /** That there is exactly one such interface. */
  static void one(Present now, String mac) {
    long most = Math.max(count(now.live(), mac), count(now.defined(), mac));
    if (most == 0) {
      throw new OperationException(
          new Failure(
              ErrorCode.NOT_FOUND,
              "The VM has no NIC " + mac + ".",
              "'nic list' shows those that it has."));
    }
    if (most > 1) {
      throw new OperationException(
          new Failure(
              ErrorCode.WRONG_STATE,
              "The VM has " + most + " NICs with the MAC address " + mac + ".",
              "Give each an address of its own with 'vm edit' first."));
    }
  }

  private static long count(@Nullable DomainXml xml, String mac) {
    return xml == null ? 0 : xml.nics().stream().map(Nic::mac).filter(mac::equals).count();
  }

  private static OperationException bad(String message) {
    return new OperationException(ErrorCode.BAD_INPUT, message);
  }
}
