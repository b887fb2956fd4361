package dev.pilothouse.agent.operation.create;

import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.VirtualNetwork;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.VmSpec;
import dev.pilothouse.fleet.operation.VmSpec.RootDisk;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a wish means on this host, or why it cannot be.
 *
 * @param source what the root disk is made of, or the disk itself; null for an empty one
 * @param medium to install from; null without one
 * @param diskBytes the root disk's size as the guest will see it
 */
record CreatePlan(
    VmSpec spec,
    Pool pool,
    @Nullable Volume source,
    @Nullable Volume medium,
    long diskBytes,
    Hardware hardware,
    String warning) {
  private static final long LEAST_MEMORY = 16L << 20;
  private static final long MOST_DISK = 64L << 40;

  /** What a qcow2 file's tables and a seed take at first. */
  private static final long SMALL = 2L << 20;

  static CreatePlan of(Work work, VmSpec spec) {
    List<Pool> pools = work.hypervisor().storage().pools();
    Pool pool = usable(pools, spec.pool());
    network(work, spec.network());
    GuestType type = GuestType.of(work.policy().domainType(), work.hypervisor());
    Hardware hardware = Hardware.of(OsFamily.of(spec.os()), spec.firmware(), type.capabilities());
    processor(spec, type.capabilities().maxVcpus(), work.hypervisor().facts().memoryBytes());
    Volume source = null;
    Volume medium = null;
    long bytes;
    long room = SMALL;
    switch (spec.disk()) {
      case RootDisk.OfImage image -> {
        source = volume(pools, image.image(), "image");
        imageFormat(source, pools);
        bytes = size(image, source);
        room += image.full() ? source.allocationBytes() : 0;
      }
      case RootDisk.Empty empty -> {
        bytes = empty.bytes();
        medium = empty.iso().isEmpty() ? null : volume(pools, empty.iso(), "medium");
      }
      case RootDisk.Existing existing -> {
        source = volume(pools, existing.path(), "disk");
        imageFormat(source, pools);
        bytes = source.capacityBytes();
        unused(work, existing.path());
      }
    }
    disk(bytes, pool);
    if (room > pool.availableBytes()) {
      throw refused(
          ErrorCode.NO_CAPACITY,
          "Pool %s has room for %s; this needs %s."
              .formatted(pool.name(), ByteAmount.of(pool.availableBytes()), ByteAmount.of(room)),
          "Free space there or choose another pool with --pool.");
    }
    return new CreatePlan(spec, pool, source, medium, bytes, hardware, type.warning());
  }

  private static Pool usable(List<Pool> pools, String name) {
    Pool pool =
        pools.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    refused(
                        ErrorCode.NOT_FOUND,
                        "There is no storage pool " + name + " on this host.",
                        "Choose one of those there: " + names(pools.stream().map(Pool::name))));
    if (!pool.active()) {
      throw refused(
          ErrorCode.WRONG_STATE,
          "The storage pool " + name + " is not active.",
          "Start it first, or choose another with --pool.");
    }
    return pool;
  }

  private static void network(Work work, String name) {
    if (name.isEmpty()) {
      return;
    }
    List<VirtualNetwork> all = work.hypervisor().networks().all();
    VirtualNetwork network =
        all.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    refused(
                        ErrorCode.NOT_FOUND,
                        "There is no network " + name + " on this host.",
                        "Choose one of those there ("
                            + names(all.stream().map(VirtualNetwork::name))
                            + "), or --network none."));
    if (!network.active()) {
      throw refused(
          ErrorCode.WRONG_STATE,
          "The network " + name + " is not active.",
          "Start it first ('virsh net-start' on the host), or choose another with --network.");
    }
  }

  private static void processor(VmSpec spec, int mostVcpus, long hostMemory) {
    if (spec.vcpus() < 1 || (mostVcpus > 0 && spec.vcpus() > mostVcpus)) {
      throw refused(
          ErrorCode.BAD_INPUT,
          "%d CPUs are not possible; this host's guests can have 1 to %d."
              .formatted(spec.vcpus(), mostVcpus),
          "Choose another number with --cpu.");
    }
    if (spec.memoryBytes() < LEAST_MEMORY) {
      throw refused(
          ErrorCode.BAD_INPUT,
          ByteAmount.of(spec.memoryBytes()) + " of memory are too few to start anything.",
          "Choose at least 16M with --memory.");
    }
    if (hostMemory > 0 && spec.memoryBytes() > hostMemory) {
      throw refused(
          ErrorCode.NO_CAPACITY,
          "This host has %s of memory, less than the %s asked for."
              .formatted(ByteAmount.of(hostMemory), ByteAmount.of(spec.memoryBytes())),
          "Choose less with --memory, or a larger host.");
    }
  }

  private static Volume volume(List<Pool> pools, String path, String what) {
    return find(pools, path)
        .orElseThrow(
            () ->
                refused(
                    ErrorCode.NOT_FOUND,
                    "The " + what + " " + path + " is in no active storage pool of this host.",
                    "Refresh the pool if the file is new, or bring it into a pool first."));
  }

  private static Optional<Volume> find(List<Pool> pools, String path) {
    return pools.stream()
        .flatMap(pool -> pool.volumes().stream())
        .filter(volume -> volume.path().equals(path))
        .findFirst();
  }

  /** A chain that leaves the pools would give a guest whatever file it names. */
  private static void imageFormat(Volume image, List<Pool> pools) {
    if (!image.format().equals("qcow2") && !image.format().equals("raw")) {
      throw refused(
          ErrorCode.BAD_INPUT,
          image.path() + " is of format " + image.format() + "; disks are qcow2 or raw.",
          "Convert it with qemu-img convert, or choose another.");
    }
    Volume at = image;
    for (int depth = 0; !at.backing().isEmpty(); depth++) {
      String below = at.backing();
      if (depth > 100) {
        throw refused(ErrorCode.BAD_INPUT, "Its chain of backing files has no end.", "");
      }
      at =
          find(pools, below)
              .orElseThrow(
                  () ->
                      refused(
                          ErrorCode.BAD_INPUT,
                          image.path() + " builds on " + below + ", which is in no storage pool.",
                          "Such an image could read any file of the host; flatten it first with"
                              + " qemu-img convert."));
    }
  }

  private static long size(RootDisk.OfImage image, Volume source) {
    if (image.bytes() == 0) {
      return source.capacityBytes();
    }
    if (image.bytes() < source.capacityBytes()) {
      throw refused(
          ErrorCode.BAD_INPUT,
          "The disk cannot be smaller than its image, which has %s."
              .formatted(ByteAmount.of(source.capacityBytes())),
          "Choose a larger size with --disk, or leave it out.");
    }
    return image.bytes();
  }

  private static void disk(long bytes, Pool pool) {
    if (bytes < 1 << 20 || bytes > MOST_DISK) {
      throw refused(
          ErrorCode.BAD_INPUT,
          "A disk of " + ByteAmount.of(bytes) + " is not possible.",
          "Choose a size from 1M to 64T with --disk.");
    }
    if (bytes > pool.capacityBytes()) {
      throw refused(
          ErrorCode.NO_CAPACITY,
          "A disk of %s can never fill up in pool %s, which has %s in all."
              .formatted(ByteAmount.of(bytes), pool.name(), ByteAmount.of(pool.capacityBytes())),
          "Choose a smaller --disk or a larger --pool.");
    }
  }

  private static void unused(Work work, String path) {
    for (Vm vm : work.hypervisor().list()) {
      if (vm.disks().stream().anyMatch(disk -> disk.source().equals(path))) {
        throw refused(
            ErrorCode.WRONG_STATE,
            path + " is a disk of the VM " + vm.name() + " already.",
            "Two VMs on one disk would ruin it; use 'vm clone' for a copy.");
      }
    }
  }

  /** Names no other volume has. */
  private String free(String suffix) {
    for (int i = 1; ; i++) {
      String name = spec.name() + (i == 1 ? "" : "-" + i) + suffix;
      if (pool.volumes().stream().noneMatch(volume -> volume.name().equals(name))) {
        return name;
      }
    }
  }

  String freeDiskName() {
    return free(".qcow2");
  }

  String freeSeedName() {
    return free("-seed.iso");
  }

  NewVolume rootDisk(String name) {
    return spec.disk() instanceof RootDisk.OfImage image && !image.full() && source != null
        ? NewVolume.overlay(name, diskBytes, source.path(), source.format())
        : NewVolume.thin(name, "qcow2", diskBytes);
  }

  private static String names(java.util.stream.Stream<String> names) {
    List<String> all = names.sorted().toList();
    return all.isEmpty() ? "none" : String.join(", ", all);
  }

  static OperationException refused(ErrorCode code, String message, String hint) {
    return new OperationException(
        hint.isEmpty() ? new Failure(code, message) : new Failure(code, message, hint));
  }
}
