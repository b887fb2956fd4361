package dev.pilothouse.agent.hypervisor;

import dev.pilothouse.fleet.model.VirtualNetwork;
import java.util.List;

/**
 * The virtual networks of a host. Errors and threads as for {@link Hypervisor}; NOT_FOUND for a
 * network that is not there, NAME_TAKEN.
 */
public interface Networks {
  /** All networks with their leases; empty where the hypervisor has none. */
  List<VirtualNetwork> all();

  /**
   * Defines a network, validated; it is not started.
   *
   * @param xml {@code <network>} with a name and a UUID that are free
   */
  void define(String xml);

  /** The XML of its definition. */
  String xml(String network);

  void start(String network);

  /** Guests that are plugged into it lose it. */
  void stop(String network);

  /** Removes the definition of a stopped network. */
  void undefine(String network);

  void setAutostart(String network, boolean on);
}
