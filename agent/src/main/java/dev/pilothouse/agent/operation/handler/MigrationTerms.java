package dev.pilothouse.agent.operation.handler;

import dev.pilothouse.fleet.model.HostTerms;
import dev.pilothouse.fleet.model.HostTerms.MigrationAddress;
import dev.pilothouse.fleet.model.HostTerms.Transport;
import java.util.Optional;

/**
 * What a host's owner decides about VMs that come from other hosts, and leave.
 *
 * @param uri of this host's libvirt as other hosts reach it; empty for one of the host's name
 * @param address where QEMU receives memory and disks; empty to leave it to libvirt
 * @param parallel how many VMs leave at a time
 * @param memoryOvercommit how many times the host's memory may be promised to VMs
 */
public record MigrationTerms(
    Optional<String> uri,
    Optional<String> address,
    Transport transport,
    int parallel,
    double memoryOvercommit) {
  public MigrationTerms {
    if (parallel < 1) {
      throw new IllegalArgumentException("at least one VM must be able to leave");
    }
  }

  public static MigrationTerms standard() {
    return new MigrationTerms(Optional.empty(), Optional.empty(), Transport.TLS, 2, 1.0);
  }

  /** The same, at an address of its own. */
  public MigrationTerms reachedAt(String own) {
    return new MigrationTerms(Optional.of(own), address, transport, parallel, memoryOvercommit);
  }

  /**
   * For the fleet to know.
   *
   * @param host its name as libvirt gives it
   */
  public HostTerms of(String host, Optional<HostTerms.Maintenance> maintenance) {
    return new HostTerms(
        new MigrationAddress(
            uri.orElse("qemu+tls://" + host + "/system"),
            address.map(where -> "tcp://" + bracketed(where)).orElse(""),
            transport),
        memoryOvercommit,
        maintenance.orElse(null));
  }

  private static String bracketed(String address) {
    return address.contains(":") ? "[" + address + "]" : address;
  }
}
