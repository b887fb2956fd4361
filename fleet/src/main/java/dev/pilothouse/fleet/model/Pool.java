package dev.pilothouse.fleet.model;

import java.util.List;
import java.util.UUID;

/**
 * A storage pool of a host: where disks of VMs live. Every text comes from outside.
 *
 * @param type libvirt's word, such as {@code dir}, {@code logical} or {@code netfs}
 * @param path where its volumes appear on the host, such as {@code /var/lib/libvirt/images}
 * @param active whether its volumes can be used now
 * @param persistent false for a pool that vanishes when it stops
 * @param capacityBytes all of its space; 0 while it is not active
 * @param availableBytes what is left of it
 * @param volumes empty while it is not active
 */
public record Pool(
    String name,
    UUID uuid,
    String type,
    String path,
    boolean active,
    boolean autostart,
    boolean persistent,
    long capacityBytes,
    long allocationBytes,
    long availableBytes,
    List<Volume> volumes) {
  public Pool {
    volumes = List.copyOf(volumes);
  }
}
