package dev.pilothouse.agent.operation.create;

import dev.pilothouse.fleet.operation.VmSpec;
import java.util.List;
import java.util.UUID;

/**
 * A VM about to be defined.
 *
 * @param network empty for no NIC
 * @param osId libosinfo's id; empty when not known
 * @param order of the creation; in its metadata, for people who wonder
 * @param seed the path of its seed; empty without one
 * @param removeSeed whether the seed goes after the first orderly shutdown
 */
record NewVm(
    String name,
    UUID uuid,
    int vcpus,
    long memoryBytes,
    List<NewDisk> disks,
    String network,
    String mac,
    String osId,
    UUID order,
    String seed,
    boolean removeSeed) {
  NewVm {
    disks = List.copyOf(disks);
  }

  /** The VM of an order. */
  static NewVm of(VmSpec spec, UUID order, List<NewDisk> disks, String seed) {
    return new NewVm(
        spec.name(),
        Derived.uuid(order),
        spec.vcpus(),
        spec.memoryBytes(),
        disks,
        spec.network(),
        Derived.mac(order, 0),
        OsFamily.libosinfoId(spec.os()),
        order,
        seed,
        !spec.keepSeed());
  }

  /**
   * @param format always said, so that QEMU never guesses it from what a guest can write
   */
  record NewDisk(Kind kind, String path, String format) {}

  enum Kind {
    DISK,
    /** A medium to install from: where firmware and every installer look. */
    CDROM,
    /** What cloud-init reads: where a guest looks that has drivers for nothing but virtio. */
    SEED;

    boolean medium() {
      return this != DISK;
    }
  }
}
