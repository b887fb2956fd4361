package dev.pilothouse.agent.hypervisor;

import dev.pilothouse.fleet.model.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of VMs. Errors and threads as for {@link Hypervisor}; NOT_FOUND also for a snapshot
 * that is not there, NAME_TAKEN. Creating, reverting and deleting take as long as the copying does.
 */
public interface Snapshots {
  /** All of one VM; empty where the hypervisor has no snapshots. */
  Snapshot.Tree of(UUID vm);

  void create(UUID vm, NewSnapshot snapshot);

  /**
   * Puts the VM back to how it was.
   *
   * @param start whether it runs then in any case
   */
  void revert(UUID vm, String name, boolean start);

  /** Forgets a snapshot; what changed since stays. */
  void delete(UUID vm, String name, boolean children);

  /**
   * Where an external snapshot keeps the guest's memory; empty for one that has none outside of the
   * disks. The hypervisor may leave that file behind when the snapshot goes.
   */
  Optional<String> memoryFile(UUID vm, String name);

  /**
   * How far the saving of a running VM's memory into a file is; empty when that is not under way.
   * Into a disk's file QEMU saves it without telling how far it is.
   */
  Optional<Saving> saving(UUID vm);

  /**
   * Breaks off the saving of memory into a file: {@link #create} fails, nothing of the snapshot is
   * left, and the VM goes on.
   *
   * @throws dev.pilothouse.fleet.operation.OperationException WRONG_STATE when there is none
   */
  void abort(UUID vm);

  /** Memory on its way into a file. */
  record Saving(long doneBytes, long allBytes) {}

  /**
   * Whether the hypervisor is at work on the VM, so that what it was asked for before may yet come
   * true.
   */
  boolean busy(UUID vm);

  /**
   * A snapshot to be taken.
   *
   * @param files where disks go on; empty for a snapshot inside of the disks' files
   * @param without targets of disks that are left out of {@code files}
   * @param memory whether the guest's memory goes into it, if it runs
   * @param memoryFile where the memory goes with {@code files}; null inside of a disk's file
   * @param quiesce whether the guest's agent writes everything to the disks first
   */
  record NewSnapshot(
      String name,
      String description,
      List<DiskFile> files,
      List<String> without,
      boolean memory,
      @Nullable String memoryFile,
      boolean quiesce) {
    public NewSnapshot {
      files = List.copyOf(files);
      without = List.copyOf(without);
    }

    public boolean external() {
      return !files.isEmpty();
    }
  }

  /** The new file of a disk. */
  record DiskFile(String target, String path) {}
}
