package dev.pilothouse.fleet.model;

import java.util.List;

/**
 * What a VM asks of a host beside memory, CPUs, pools and networks.
 *
 * @param cpuMode libvirt's {@code <cpu mode>}: {@code custom}, {@code host-model}, {@code
 *     host-passthrough}, {@code maximum}; empty for the hypervisor's own
 * @param cpuModel the named model of {@code custom}; else empty
 * @param hugepages whether its memory lies in huge pages
 * @param hostDevices what it holds of its host itself, such as {@code pci 0000:01:00.0}
 */
public record VmNeeds(
    String cpuMode, String cpuModel, boolean hugepages, List<String> hostDevices) {
  public VmNeeds {
    hostDevices = List.copyOf(hostDevices);
  }
}
