package dev.pilothouse.fleet.model;

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
    boolean libvirtReachable) {}
