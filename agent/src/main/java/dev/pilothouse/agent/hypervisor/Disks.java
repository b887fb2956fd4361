package dev.pilothouse.agent.hypervisor;

import java.util.Optional;
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

  /**
   * Puts another {@code <disk>} in the place of the one with its target, in the definition only.
   *
   * @throws dev.pilothouse.fleet.operation.OperationException NOT_FOUND when there is none
   */
  void redefine(UUID vm, String xml);

  /**
   * Begins to copy a running VM's disk, with all that lies beneath it, into a volume that is there
   * and empty. What the guest writes meanwhile is copied too. Returns at once; {@link #job} tells
   * how far it is, and {@link #pivot} or {@link #abortJob} ends it.
   */
  void copy(UUID vm, String target, CopyTo to);

  /** What the hypervisor is doing to a running VM's disk; empty when nothing. */
  Optional<Job> job(UUID vm, String target);

  /**
   * Lets the VM go on with the copy, live and in its definition.
   *
   * @throws dev.pilothouse.fleet.operation.OperationException WRONG_STATE when it is not ready
   */
  void pivot(UUID vm, String target);

  /** Ends a job; a VM whose disk was being copied stays with what it has. */
  void abortJob(UUID vm, String target);

  /**
   * Where a copy goes.
   *
   * @param path of a file, or of a device when {@code block}
   * @param format {@code qcow2} or {@code raw}
   * @param bytesPerSecond at most; 0 for no limit
   */
  record CopyTo(String path, String format, boolean block, long bytesPerSecond) {}

  /**
   * A job on a disk.
   *
   * @param copyTo where it copies to; empty for one of another kind
   * @param doneBytes of {@code allBytes}, which grow while the guest writes
   */
  record Job(String copyTo, long doneBytes, long allBytes) {
    /** Whether a copy is as its original, and stays so from now on. */
    public boolean ready() {
      return !copyTo.isEmpty() && allBytes > 0 && doneBytes == allBytes;
    }
  }
}
