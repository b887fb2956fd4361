package dev.pilothouse.agent.hypervisor;

import dev.pilothouse.agent.hypervisor.Configuration.Scope;
import java.util.UUID;

/**
 * The network interfaces of VMs, each by its MAC address. Errors and threads as for {@link
 * Hypervisor}; NOT_FOUND for an interface that is not there. Setting what is set already changes
 * nothing.
 */
public interface Nics {
  /**
   * Gives a VM an interface.
   *
   * @param xml {@code <interface>} with a MAC address
   * @throws dev.pilothouse.fleet.operation.OperationException NAME_TAKEN when the VM has one with
   *     this MAC address
   */
  void attach(UUID vm, String xml, Scope scope);

  /**
   * Takes an interface out. From a running VM that is a request: the guest may let go at once,
   * later or never, and an event tells when it has; until then it is in the VM's live XML.
   */
  void detach(UUID vm, String mac, Scope scope);

  /**
   * Plugs it into another network.
   *
   * @param network as {@code network:default} or {@code bridge:br0}
   */
  void setNetwork(UUID vm, String mac, String network, Scope scope);

  /** Makes it another kind of card, in the definition. */
  void setModel(UUID vm, String mac, String model);

  /** Plugs its cable in or pulls it, as the guest sees it. */
  void setLink(UUID vm, String mac, boolean up, Scope scope);
}
