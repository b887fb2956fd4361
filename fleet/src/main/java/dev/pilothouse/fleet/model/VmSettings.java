package dev.pilothouse.fleet.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * @param nics its network interfaces, without addresses; null when its agent does not say
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
    boolean deleteProtection,
    @Nullable List<Nic> nics) {
  public VmSettings {
    tags = List.copyOf(tags);
    boot = List.copyOf(boot);
    nics = nics == null ? null : List.copyOf(nics);
  }

  /** Those of whose network interfaces nothing is known. */
  public VmSettings(
      int vcpus,
      int maxVcpus,
      long memoryBytes,
      long maxMemoryBytes,
      String title,
      String description,
      List<String> tags,
      List<String> boot,
      boolean deleteProtection) {
    this(
        vcpus,
        maxVcpus,
        memoryBytes,
        maxMemoryBytes,
        title,
        description,
        tags,
        boot,
        deleteProtection,
        null);
  }
}
