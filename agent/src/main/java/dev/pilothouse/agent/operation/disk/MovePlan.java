package dev.pilothouse.agent.operation.disk;

import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.operation.storage.NewVolumes;
import dev.pilothouse.agent.operation.storage.Pools;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Snapshot;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.DiskOperation.MoveDisk;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.StorageOperation.VolumeSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A disk and the volume that it moves to; refuses what cannot be.
 *
 * @param disk as it is before
 * @param volume to be made in the operation's pool
 */
record MovePlan(Disk disk, NewVolume volume) {
  private static final Set<String> FORMATS = Set.of("qcow2", "raw");

  /** An overlay on an overlay, and so on; more than that is a circle. */
  private static final int LONGEST_CHAIN = 200;

  static MovePlan of(Work work, MoveDisk wanted) {
    DiskSet disks = DiskSet.of(work, wanted.vm());
    Disk disk = disk(disks, wanted);
    boolean live = DiskSet.has(disks.live(), disk.target(), disk.source());
    refuseStateOf(work, wanted, disk, live);
    Pool to = Pools.refreshed(work, Pools.active(work, wanted.pool()));
    Medium.requireLocal(to);
    String format = format(wanted, disk, to);
    Optional<Pools.Place> from = Pools.at(work, disk.source());
    if (from.isPresent()
        && from.get().pool().name().equals(to.name())
        && format.equals(disk.format())) {
      throw refused(
          ErrorCode.BAD_INPUT,
          "It lies in pool " + to.name() + " already, as " + format + ".",
          "Choose another pool, or another format.");
    }
    long bytes =
        live
            ? work.hypervisor().disks().bytes(disks.vm().ref().uuid(), disk.target())
            : inPool(from, disk).volume().capacityBytes();
    String name = wanted.volume().isEmpty() ? name(disk, format, to) : wanted.volume();
    NewVolumes.requireFree(work, new VolumeSpec(to.name(), name, format, bytes, false));
    boolean whole = to.type().equals("logical") || from.isEmpty();
    NewVolumes.requireRoom(
        to, whole ? bytes : Math.min(bytes, allocation(work, from.get().volume())), true);
    return new MovePlan(disk, NewVolume.thin(name, format, bytes));
  }

  private static Disk disk(DiskSet disks, MoveDisk wanted) {
    Disk disk =
        disks
            .any(each -> each.target().equals(wanted.disk()))
            .orElseThrow(
                () ->
                    refused(
                        ErrorCode.NOT_FOUND,
                        "The VM has no disk " + wanted.disk() + ".",
                        "'disk list' shows its disks."));
    if (!wanted.source().isEmpty() && !disk.source().equals(wanted.source())) {
      throw refused(
          ErrorCode.CHANGED_MEANWHILE,
          disk.target() + " lies on " + disk.source() + " by now.",
          "Look at it again with 'disk list'.");
    }
    if (!disk.device().equals("disk")) {
      throw refused(
          ErrorCode.WRONG_STATE,
          disk.target() + " is a " + disk.device() + ", and its medium is nobody's own.",
          "Put a copy of it into the drive with 'vm insert'.");
    }
    return disk;
  }

  private static void refuseStateOf(Work work, MoveDisk wanted, Disk disk, boolean live) {
    List<Snapshot> snapshots = work.hypervisor().snapshots().of(wanted.vm().uuid()).snapshots();
    if (!snapshots.isEmpty()) {
      throw refused(
          ErrorCode.WRONG_STATE,
          "The VM has snapshots ("
              + snapshots.stream().map(Snapshot::name).collect(Collectors.joining(", "))
              + "), which would stay behind with the old volume.",
          "Delete them first with 'snapshot delete'.");
    }
    List<String> sharers =
        work.hypervisor().list().stream()
            .filter(vm -> !vm.ref().equals(wanted.vm()))
            .filter(vm -> vm.disks().stream().anyMatch(d -> d.source().equals(disk.source())))
            .map(Vm::name)
            .toList();
    if (!sharers.isEmpty()) {
      throw refused(
          ErrorCode.WRONG_STATE,
          "The disk is shared with " + String.join(", ", sharers) + ".",
          "Detach it there first; otherwise each would have its own.");
    }
    if (live && disk.readOnly()) {
      throw refused(
          ErrorCode.WRONG_STATE,
          "A read-only disk does not move while the VM runs.",
          "Shut the VM down first.");
    }
    if (live && work.hypervisor().disks().job(wanted.vm().uuid(), disk.target()).isPresent()) {
      throw refused(
          ErrorCode.WRONG_STATE,
          "Another job is at work on " + disk.target() + ".",
          "Wait for its end; 'virsh blockjob' on the host shows it.");
    }
  }

  private static String format(MoveDisk wanted, Disk disk, Pool to) {
    if (!wanted.format().isEmpty()) {
      return wanted.format();
    }
    return to.type().equals("logical")
        ? "raw"
        : FORMATS.contains(disk.format()) ? disk.format() : "qcow2";
  }

  private static Pools.Place inPool(Optional<Pools.Place> from, Disk disk) {
    return from.orElseThrow(
        () ->
            refused(
                ErrorCode.NOT_FOUND,
                disk.source() + " is no volume of an active pool, and libvirt copies no other.",
                "Make or refresh the pool of its folder, or start the VM."));
  }

  /** Of it and of all that lies beneath it: what a copy may take. */
  private static long allocation(Work work, Volume volume) {
    long sum = volume.allocationBytes();
    String beneath = volume.backing();
    for (int depth = 0; !beneath.isEmpty() && depth < LONGEST_CHAIN; depth++) {
      Optional<Pools.Place> next = Pools.at(work, beneath);
      if (next.isEmpty()) {
        return volume.capacityBytes();
      }
      sum += next.get().volume().allocationBytes();
      beneath = next.get().volume().backing();
    }
    return sum;
  }

  /** The old volume's name, with the ending of the new format, or the next that is free. */
  private static String name(Disk disk, String format, Pool to) {
    String old = disk.source().substring(disk.source().lastIndexOf('/') + 1);
    String stem = old.replaceFirst("\\.(qcow2|img|raw)$", "");
    String usual = to.type().equals("logical") ? "" : format.equals("qcow2") ? ".qcow2" : ".img";
    String ending = format.equals(disk.format()) ? old.substring(stem.length()) : usual;
    for (int i = 1; ; i++) {
      String name = stem + (i == 1 ? "" : "-" + i) + ending;
      if (Pools.volume(to, name).isEmpty()) {
        return name;
      }
    }
  }

  private static OperationException refused(ErrorCode code, String message, String hint) {
    return new OperationException(new Failure(code, message, hint));
  }
}
