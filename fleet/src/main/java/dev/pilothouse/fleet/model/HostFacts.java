package dev.pilothouse.fleet.model;

import org.jspecify.annotations.Nullable;

/**
 * What an agent says about its host.
 *
 * @param uri the libvirt URI that the agent drives
 * @param cpuModel as virNodeGetInfo names it
 * @param cpus logical CPUs
 * @param memoryBytes all memory of the host
 * @param freeBytes memory that new guests could take
 * @param load the one-minute load average; negative when unknown
 * @param libvirtVersion such as {@code 9.0.0}
 * @param hypervisorVersion such as {@code QEMU 7.2.22}
 * @param agentVersion the version of the Pilothouse agent
 * @param libvirtReachable false while the agent lives but its libvirt connection is lost
 * @param terms null when its agent does not say
 */
public record HostFacts(
    String uri,
    String cpuModel,
    int cpus,
    long memoryBytes,
    long freeBytes,
    double load,
    String libvirtVersion,
    String hypervisorVersion,
    String agentVersion,
    boolean libvirtReachable,
    @Nullable HostTerms terms) {
  /** Those of a host of whose terms nothing is known. */
  public HostFacts(
      String uri,
      String cpuModel,
      int cpus,
      long memoryBytes,
      long freeBytes,
      double load,
      String libvirtVersion,
      String hypervisorVersion,
      String agentVersion,
      boolean libvirtReachable) {
    this(
        uri,
        cpuModel,
        cpus,
        memoryBytes,
        freeBytes,
        load,
        libvirtVersion,
        hypervisorVersion,
        agentVersion,
        libvirtReachable,
        null);
  }

  public HostFacts withTerms(HostTerms now) {
    return new HostFacts(
        uri,
        cpuModel,
        cpus,
        memoryBytes,
        freeBytes,
        load,
        libvirtVersion,
        hypervisorVersion,
        agentVersion,
        libvirtReachable,
        now);
  }

  /** Whether nothing new may be placed there. */
  public boolean inMaintenance() {
    return terms != null && terms.maintenance() != null;
  }
}
