package dev.pilothouse.fleet.model;

import java.util.List;

/**
 * A network interface of a VM.
 *
 * @param network what it is plugged into, as {@code network:default}, {@code bridge:br0} or {@code
 *     user}
 */
public record Nic(String mac, String model, String network, List<IpAddress> addresses) {
  public Nic {
    addresses = List.copyOf(addresses);
  }
}
