package dev.pilothouse.agent.hypervisor.libvirt;

import dev.pilothouse.agent.hypervisor.libvirt.Definitions.Definition;
import dev.pilothouse.agent.xml.OsName;
import dev.pilothouse.fleet.model.GuestOs;
import dev.pilothouse.fleet.model.IpAddress;
import dev.pilothouse.fleet.model.Nic;
import java.util.List;
import java.util.Map;

/**
 * What was learned about a guest from outside of its definition.
 *
 * @param addresses by MAC in lower case, best evidence first
 * @param osName what the guest's agent said; empty when it has not
 * @param silence why the agent has not answered, when it should have; else empty
 */
record Guest(Map<String, List<IpAddress>> addresses, String osName, String silence) {
  static final Guest UNASKED = new Guest(Map.of(), "", "");

  Guest {
    addresses = Map.copyOf(addresses);
  }

  /** Still the same system, but it is off. */
  Guest off() {
    return new Guest(Map.of(), osName, "");
  }

  List<Nic> addressed(List<Nic> nics) {
    return nics.stream()
        .map(nic -> nic.with(addresses.getOrDefault(nic.mac(), List.of())))
        .toList();
  }

  /** The best name there is: the guest's own word, then its definition's, or why there is none. */
  GuestOs os(Definition definition) {
    if (!osName.isEmpty()) {
      return new GuestOs(osName, "agent");
    }
    String noted = OsName.ofLibosinfo(definition.xml().metadata().osId());
    if (!noted.isEmpty()) {
      return new GuestOs(noted, "libosinfo");
    }
    if (!definition.active()) {
      return GuestOs.unknown("not running");
    }
    return GuestOs.unknown(
        switch (definition.xml().agent()) {
          case MISSING -> "no guest agent channel";
          case DISCONNECTED -> "guest agent not connected";
          case CONNECTED -> silence.isEmpty() ? "guest agent not asked yet" : silence;
        });
  }
}
