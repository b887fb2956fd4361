package dev.pilothouse.agent.operation.create;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.operation.handler.HostPolicy.DomainType;
import dev.pilothouse.agent.xml.DomainCapabilitiesXml;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How guests run on a host.
 *
 * @param warning why they run slowly; empty when they do not
 */
record GuestType(DomainCapabilitiesXml capabilities, String warning) {
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  static GuestType of(DomainType wanted, Hypervisor hypervisor) {
    return of(wanted, hypervisor, CPUINFO);
  }

  /**
   * The type that was wanted; for AUTO, KVM if libvirt offers it and the CPU can do it. A node
   * /dev/kvm alone proves nothing: where the CPU cannot, such guests start and never boot.
   */
  static GuestType of(DomainType wanted, Hypervisor hypervisor, Path cpuinfo) {
    return switch (wanted) {
      case KVM -> new GuestType(hypervisor.capabilities("kvm"), "");
      case QEMU -> new GuestType(hypervisor.capabilities("qemu"), "");
      case AUTO -> {
        if (!virtualizes(cpuinfo)) {
          yield slow(hypervisor, "the CPU has no virtualization (vmx or svm)");
        }
        try {
          yield new GuestType(hypervisor.capabilities("kvm"), "");
        } catch (OperationException e) {
          if (e.failure().code() != ErrorCode.UNSUPPORTED) {
            throw e;
          }
          yield slow(hypervisor, "libvirt offers no KVM");
        }
      }
    };
  }

  private static GuestType slow(Hypervisor hypervisor, String why) {
    return new GuestType(
        hypervisor.capabilities("qemu"), "it runs emulated and slowly: " + why + " on this host");
  }

  /** Only x86 says so in its flags; elsewhere libvirt's word must do. */
  private static boolean virtualizes(Path cpuinfo) {
    try {
      List<String> flags =
          Files.readAllLines(cpuinfo).stream().filter(line -> line.startsWith("flags")).toList();
      return flags.isEmpty()
          || flags.stream().anyMatch(line -> line.matches(".*\\b(vmx|svm)\\b.*"));
    } catch (IOException e) {
      return true;
    }
  }
}
