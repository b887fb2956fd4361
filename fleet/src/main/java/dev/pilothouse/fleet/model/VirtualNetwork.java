package dev.pilothouse.fleet.model;

import java.util.List;
import java.util.UUID;

/**
 * A virtual network of a host, as libvirt defines it. Every text comes from outside.
 *
 * @param bridge the bridge on the host; empty when there is none yet
 * @param mode libvirt's word for forwarding: {@code nat}, {@code route}, {@code open}, {@code
 *     bridge} and others; {@code isolated} without forwarding
 * @param addresses the host's own in it, as {@code 192.168.122.1/24}
 * @param leases what its DHCP server gave out
 */
public record VirtualNetwork(
    String name,
    UUID uuid,
    String bridge,
    String mode,
    boolean active,
    boolean autostart,
    boolean persistent,
    List<String> addresses,
    List<Lease> leases) {
  public VirtualNetwork {
    addresses = List.copyOf(addresses);
    leases = List.copyOf(leases);
  }
}
