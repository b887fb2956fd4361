package dev.pilothouse.fleet.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of a host decided about VMs that come and go.
 *
 * @param migration where VMs migrate to when they come here
 * @param memoryOvercommit how many times its memory may be promised to VMs, such as 1.0
 * @param maintenance set while nothing new may be placed here
 */
public record HostTerms(
    MigrationAddress migration, double memoryOvercommit, @Nullable Maintenance maintenance) {
  /** How VMs travel to a host. */
  public enum Transport {
    /** libvirtd and QEMU both encrypt: a {@code qemu+tls} URI and VIR_MIGRATE_TLS. */
    TLS,
    /** Through libvirtd's own connection (VIR_MIGRATE_TUNNELLED), which cannot carry disks. */
    TUNNEL,
    /** QEMU to QEMU, not encrypted. */
    PLAIN
  }

  /**
   * Where VMs migrate to.
   *
   * @param uri of libvirt as other hosts reach it, such as {@code qemu+tls://h2/system}
   * @param data where QEMU listens for memory and disks, such as {@code tcp://10.0.0.2}
   *     (VIR_MIGRATE_PARAM_URI); empty to leave it to libvirt
   */
  public record MigrationAddress(String uri, String data, Transport transport) {}

  /**
   * Why nothing new is placed on a host.
   *
   * @param operation the number of the operation that began it; what leaves the host because of it
   *     has that number as its {@code batch}
   */
  public record Maintenance(Instant since, String by, long operation) {}
}
