package dev.pilothouse.agent.hypervisor;

import java.util.UUID;

/** The disks of VMs. Errors and threads as for {@link Hypervisor}. */
public interface Disks {
  /** What a change is made to. */
  enum Scope {
    /** The running VM only. */
    LIVE,
    /** The persistent definition only. */
    DEFINITION,
    /** Both, or neither. */
    BOTH
  }

  /**
   * Gives a VM a disk.
   *
   * @param xml {@code <disk>}
   * @throws dev.pilothouse.fleet.operation.OperationException NAME_TAKEN when the target is taken
   */
  void attach(UUID vm, String xml, Scope scope);

  /**
   * Takes a disk out. From a running VM that is a request: the guest may let go at once, later or
   * never, and an event tells when it has; until then the disk is in the VM's live XML.
   *
   * @param target such as {@code vdb}
   * @param scope not {@code BOTH}: a guest that does not let go would keep only half of a disk
   */
  void detach(UUID vm, String target, Scope scope);

  /** Makes a running VM's disk larger and tells the guest. */
  void grow(UUID vm, String target, long bytes);

  /** How large a running VM's disk is, as the guest sees it. */
  long bytes(UUID vm, String target);
}
