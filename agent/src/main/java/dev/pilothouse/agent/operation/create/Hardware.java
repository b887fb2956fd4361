package dev.pilothouse.agent.operation.create;

import dev.pilothouse.agent.xml.DomainCapabilitiesXml;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.VmSpec.Firmware;
import java.util.List;

/**
 * The virtual machine around a disk: modern, as far as the operating system and the host go.
 *
 * @param cpuMode empty for libvirt's default
 * @param video empty for a machine without a screen
 */
record Hardware(
    String type,
    String arch,
    String machine,
    String cpuMode,
    boolean uefi,
    boolean secureBoot,
    boolean tpm,
    boolean windows,
    String diskBus,
    String nicModel,
    String video,
    boolean vnc,
    boolean rng) {

  static Hardware of(OsFamily os, Firmware firmware, DomainCapabilitiesXml host) {
    boolean wantsTpm = os == OsFamily.WINDOWS_WITH_TPM;
    boolean uefi =
        firmware == Firmware.UEFI || (firmware == Firmware.AUTO && (wantsTpm || !x86(host)));
    if (uefi && !host.uefi()) {
      throw lacks(
          "This host has no UEFI firmware for guests.",
          "Install it there (ovmf or edk2-ovmf), or choose --firmware bios.");
    }
    if (wantsTpm && !host.tpm()) {
      throw lacks(
          "This version of Windows needs a TPM, which this host cannot emulate.",
          "Install swtpm on the host and restart libvirtd.");
    }
    boolean virtio = !os.windows() && host.diskBuses().contains("virtio");
    return new Hardware(
        host.type(),
        host.arch(),
        // The alias rather than the version: libvirt writes the newest one of this host.
        host.machine().contains("q35") ? "q35" : host.machine(),
        cpuMode(host),
        uefi,
        uefi && wantsTpm && host.secureBoot(),
        wantsTpm,
        os.windows(),
        virtio ? "virtio" : "sata",
        os.windows() ? "e1000e" : "virtio",
        firstOf(host, "vga", "virtio"),
        host.graphics().contains("vnc"),
        host.rng() && !os.windows());
  }

  boolean x86() {
    return arch.equals("x86_64") || arch.equals("i686");
  }

  boolean q35() {
    return machine.equals("q35");
  }

  private static boolean x86(DomainCapabilitiesXml host) {
    return host.arch().equals("x86_64") || host.arch().equals("i686");
  }

  /** Emulated CPUs are best with all that QEMU can do: RHEL 9 and others need x86-64-v2. */
  private static String cpuMode(DomainCapabilitiesXml host) {
    String wanted = host.type().equals("kvm") ? "host-model" : "maximum";
    return host.cpuModes().contains(wanted) ? wanted : "";
  }

  private static String firstOf(DomainCapabilitiesXml host, String... models) {
    return List.of(models).stream().filter(host.videos()::contains).findFirst().orElse("");
  }

  private static OperationException lacks(String message, String hint) {
    return new OperationException(new Failure(ErrorCode.UNSUPPORTED, message, hint));
  }
}
