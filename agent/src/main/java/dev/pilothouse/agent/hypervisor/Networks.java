package dev.pilothouse.agent.hypervisor;

import dev.pilothouse.fleet.model.VirtualNetwork;
import java.util.List;

/** The virtual networks of a host. Errors and threads as for {@link Hypervisor}. */
public interface Networks {
  /** All networks with their leases; empty where the hypervisor has none. */
  List<VirtualNetwork> all();
}
