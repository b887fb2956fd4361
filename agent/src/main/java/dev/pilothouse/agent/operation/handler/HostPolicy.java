package dev.pilothouse.agent.operation.handler;

import dev.pilothouse.agent.image.ImageSettings;
import java.time.Duration;

/**
 * What a host's owner decides about VMs on it.
 *
 * @param domainType how new VMs run
 * @param trashGrace how long what is in the trash can be restored
 * @param images where they lie and what they may be
 * @param migration how VMs come here from other hosts, and leave
 */
public record HostPolicy(
    DomainType domainType, Duration trashGrace, ImageSettings images, MigrationTerms migration) {
  /** With the standard terms of migration. */
  public HostPolicy(DomainType domainType, Duration trashGrace, ImageSettings images) {
    this(domainType, trashGrace, images, MigrationTerms.standard());
  }

  /** How a guest's CPU is run. */
  public enum DomainType {
    /** KVM where it is usable, else QEMU's own emulation. */
    AUTO,
    KVM,
    QEMU
  }

  public static HostPolicy standard() {
    return new HostPolicy(DomainType.AUTO, Duration.ofDays(7), ImageSettings.standard());
  }
}
