package dev.pilothouse.fleet.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network interface of a VM.
 *
 * @param mac lower case, with colons
 * @param network what it is plugged into, as {@code network:default}, {@code bridge:br0} or {@code
 *     user}
 * @param target the host's end of a running one such as {@code vnet3}; empty when there is none,
 *     null when its agent does not say
 * @param up whether its link is up; null when its agent does not say
 */
public record Nic(
    String mac,
    String model,
    String network,
    List<IpAddress> addresses,
    @Nullable String target,
    @Nullable Boolean up) {
  public Nic {
    addresses = List.copyOf(addresses);
  }

  /** One of whose host's end and link nothing is known. */
  public Nic(String mac, String model, String network, List<IpAddress> addresses) {
    this(mac, model, network, addresses, null, null);
  }

  public Nic with(List<IpAddress> learned) {
    return new Nic(mac, model, network, learned, target, up);
  }

  /** What is not said is up, as with libvirt. */
  public boolean linkUp() {
    return up == null || up;
  }
}
