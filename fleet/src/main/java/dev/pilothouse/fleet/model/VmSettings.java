package dev.pilothouse.fleet.model;

import java.util.List;

/**
 * What a VM's persistent definition says, which is what it runs with from its next start on; what
 * it runs with now may differ.
 *
 * @param vcpus plugged in at the start
 * @param maxVcpus sockets for them
 * @param memoryBytes given to the guest at the start
 * @param maxMemoryBytes the most that it can be given without a new start
 * @param boot what it boots from, in this order: {@code disk}, {@code cdrom}, {@code network},
 *     {@code floppy}; empty when nothing is said
 * @param deleteProtection whether its deletion is refused
 */
public record VmSettings(
    int vcpus,
    int maxVcpus,
    long memoryBytes,
    long maxMemoryBytes,
    String title,
    String description,
    List<String> tags,
    List<String> boot,
    boolean deleteProtection) {
  public VmSettings {
    tags = List.copyOf(tags);
    boot = List.copyOf(boot);
  }
}
