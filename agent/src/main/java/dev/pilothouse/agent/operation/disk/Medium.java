package dev.pilothouse.agent.operation.disk;

import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.operation.storage.Pools;
import dev.pilothouse.agent.operation.storage.Users;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What lies behind a disk. Its format is always known and written down, so that QEMU never guesses
 * it from what a guest may have put there.
 *
 * @param block whether it is a device rather than a file
 * @param readOnly whether its kind allows nothing else
 */
record Medium(String path, String format, boolean block, boolean readOnly) {
  /** The pools whose volumes are files or devices of the host. */
  private static final Set<String> LOCAL =
      Set.of("dir", "fs", "netfs", "logical", "disk", "iscsi", "scsi", "mpath", "vstorage");

  private static final Set<String> FORMATS = Set.of("qcow2", "raw");

  /** Refuses a pool whose volumes QEMU cannot open as files or devices. */
  static void requireLocal(Pool pool) {
    if (!LOCAL.contains(pool.type())) {
      throw new OperationException(
          new Failure(
              ErrorCode.UNSUPPORTED,
              "Volumes of a pool of type " + pool.type() + " are no files or devices of the host.",
              "Attach it with 'vm edit'."));
    }
  }

  static Medium of(Pool pool, Volume volume, String asked) {
    requireLocal(pool);
    boolean iso = volume.format().equals("iso");
    String probed = volume.format().isEmpty() || iso ? "raw" : volume.format();
    if (!asked.isEmpty() && !asked.equals(probed)) {
      throw bad(
          "The volume is " + probed + ", not " + asked + ".",
          "Leave the format out to take what it is.");
    }
    return checked(volume.path(), probed, iso);
  }

  /**
   * What a person named.
   *
   * @throws OperationException when it is not there, or is not to be attached
   */
  static Medium of(Work work, String path, String asked) {
    Optional<Pools.Place> place = Pools.at(work, path);
    if (place.isEmpty()) {
      if (!path.startsWith("/")) {
        throw bad("'" + path + "' is no absolute path.", "Name it as pool/volume or /path.");
      }
      if (asked.isEmpty()) {
        throw bad(
            path + " lies in no active pool, so its format is not known.",
            "Say it with --format, or make a pool of its folder, or refresh its pool.");
      }
      return checked(path, asked, false);
    }
    requireSafeBacking(work, place.get().volume());
    return of(place.get().pool(), place.get().volume(), asked);
  }

  private static Medium checked(String path, String format, boolean readOnly) {
    if (!FORMATS.contains(format)) {
      throw bad(
          "Disks are attached as qcow2 or raw, and this is " + format + ".",
          "Convert it with 'qemu-img convert' on the host first.");
    }
    return new Medium(path, format, path.startsWith("/dev/"), readOnly);
  }

  /** A guest can write an image that names any file of the host as what lies beneath it. */
  private static void requireSafeBacking(Work work, Volume volume) {
    String backing = volume.backing();
    if (!backing.isEmpty() && Pools.at(work, backing).isEmpty()) {
      throw bad(
          "It names " + backing + " as its backing file, which is no volume of an active pool.",
          "If that file is meant to be there, make a pool of its folder first.");
    }
  }

  /**
   * Two writers, or one beneath an overlay, destroy what is on a disk.
   *
   * @throws OperationException WRONG_STATE, with who uses it
   */
  void requireShareable(Work work, VmRef vm, boolean readers) {
    Optional<Pools.Place> place = Pools.at(work, path);
    List<Vm> users =
        place.isPresent()
            ? Users.of(work, place.get()).vms()
            : work.hypervisor().list().stream()
                .filter(each -> each.disks().stream().anyMatch(d -> d.source().equals(path)))
                .toList();
    for (Vm user : users) {
      if (user.ref().equals(vm)) {
        throw new OperationException(
            new Failure(
                ErrorCode.WRONG_STATE,
                "The VM has this disk already.",
                "'disk list' shows its disks."));
      }
    }
    if (readers || readOnly) {
      return;
    }
    String said = place.map(each -> Users.of(work, each).said()).orElse("");
    if (said.isEmpty() && !users.isEmpty()) {
      said = "the VM " + users.getFirst().name();
    }
    if (!said.isEmpty()) {
      throw new OperationException(
          new Failure(
              ErrorCode.WRONG_STATE,
              "It is in use by " + said + "; two writers would destroy what is on it.",
              "Detach it there first, or attach it read-only."));
    }
  }

  private static OperationException bad(String message, String hint) {
    return new OperationException(new Failure(ErrorCode.BAD_INPUT, message, hint));
  }
}
