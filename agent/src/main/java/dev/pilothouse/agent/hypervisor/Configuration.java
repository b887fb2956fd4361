package dev.pilothouse.agent.hypervisor;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What VMs are made of, to be changed. Errors and threads as for {@link Hypervisor}; setting what
 * is set already changes nothing.
 */
public interface Configuration {
  /** A VM has two definitions while it runs. */
  enum Scope {
    /** What runs now; WRONG_STATE when nothing does. */
    LIVE,
    /** What it starts with next time; WRONG_STATE for a transient VM. */
    DEFINED
  }

  /** Virtual CPUs to be plugged in, at most as many as there are sockets. */
  void setVcpus(UUID vm, int count, Scope scope);

  /** Sockets for virtual CPUs, in the definition; fewer take CPUs away too. */
  void setMaxVcpus(UUID vm, int count);

  /** Memory for the guest; live, the guest is asked to give some back, or to take it. */
  void setMemory(UUID vm, long bytes, Scope scope);

  /** The most memory that it can have, in the definition. */
  void setMaxMemory(UUID vm, long bytes);

  /** Empty for none. */
  void setTitle(UUID vm, String title, Scope scope);

  /** Empty for none. */
  void setDescription(UUID vm, String description, Scope scope);

  /** Pilothouse's own element, without its namespace; null when there is none. */
  @Nullable String own(UUID vm, Scope scope);

  /** Replaces Pilothouse's own element. */
  void setOwn(UUID vm, String element, Scope scope);

  /**
   * What it boots from, in the definition.
   *
   * @param words as {@link dev.pilothouse.fleet.model.VmSettings#boot} has them
   */
  void setBoot(UUID vm, List<String> words);

  /**
   * How the host reads and writes a disk, in the definition.
   *
   * @param cache null to keep it; empty for the usual
   * @param io null to keep it; empty for the usual
   */
  void setDiskDriver(UUID vm, String target, @Nullable String cache, @Nullable String io);

  /**
   * How fast a disk may be.
   *
   * @param iops null to keep it; 0 for no limit
   * @param bytesPerSecond null to keep it; 0 for no limit
   */
  void setDiskLimits(
      UUID vm, String target, @Nullable Long iops, @Nullable Long bytesPerSecond, Scope scope);

  /**
   * Changes what is in a CD or floppy drive.
   *
   * @param source the image's path on the host; empty to take it out
   */
  void setMedium(UUID vm, String drive, String source, Scope scope);
}
