package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.hypervisor.Networks;
import dev.pilothouse.fleet.model.VirtualNetwork;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** libvirt's usual NAT network. */
final class SimulatedNetworks implements Networks {
  private final UUID uuid;

  SimulatedNetworks(String hostName) {
    this.uuid = UUID.nameUUIDFromBytes(("net of " + hostName).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public List<VirtualNetwork> all() {
    return List.of(
        new VirtualNetwork(
            "default",
            uuid,
            "virbr0",
            "nat",
            true,
            true,
            true,
            List.of("192.168.122.1/24"),
            List.of()));
  }
}
