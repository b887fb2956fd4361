package dev.pilothouse.fleet.operation;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.VmRef;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Operations on the snapshots of a VM. */
public sealed interface SnapshotOperation extends Operation.OnVm {
  /** virDomainListAllSnapshots. Its result is a {@code Snapshot.Tree} as JSON. */
  record ListSnapshots(VmRef vm) implements SnapshotOperation {
    @Override
    public Verb verb() {
      return Verb.SNAPSHOT_LIST;
    }

    @Override
    public String sentence(String name) {
      return "List the snapshots of " + name + ".";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None("it only reads");
    }
  }

  /**
   * virDomainSnapshotCreateXML. Its result is the snapshot's name.
   *
   * @param name within the VM
   * @param external whether what changes from now on goes into new files, and the disks stay as
   *     they are; a running VM without its memory cannot have any other
   * @param quiesce whether the guest's agent writes everything to the disks first
   */
  record CreateSnapshot(
      VmRef vm, String name, String description, Content content, boolean external, boolean quiesce)
      implements SnapshotOperation {
    private static final int LONGEST_NAME = 100;
    private static final DateTimeFormatter MOMENT =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /** A name for a snapshot that is taken at that moment. */
    public static String nameAt(Instant moment) {
      return MOMENT.format(moment);
    }

    /** Why a name will not do; empty when it will. */
    public static String problemOf(String name) {
      if (name.isBlank()) {
        return "A snapshot needs a name.";
      }
      if (name.indexOf('/') >= 0 || name.startsWith(".")) {
        return "A snapshot's name holds no / and does not begin with a dot.";
      }
      return !Visible.of(name).equals(name) || name.length() > LONGEST_NAME
          ? "A snapshot's name is visible as a whole, with at most 100 characters."
          : "";
    }

    /** What goes into it. */
    public enum Content {
      /** The disks, and the memory of a VM that runs. */
      ALL,
      DISKS
    }

    @Override
    public Verb verb() {
      return Verb.SNAPSHOT_CREATE;
    }

    @Override
    public String sentence(String target) {
      String what =
          switch (content) {
            case ALL -> "";
            case DISKS -> " of the disks";
          };
      return "Take the snapshot "
          + name
          + what
          + " of "
          + target
          + (external ? ", in files of its own" : "")
          + (quiesce ? ", after the guest wrote everything to its disks" : "")
          + ".";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new DeleteSnapshot(vm, name, false));
    }
  }

  /**
   * virDomainRevertToSnapshot.
   *
   * @param start whether the VM runs afterwards in any case; else it is as it was in the snapshot
   */
  record RevertSnapshot(VmRef vm, String name, boolean start) implements SnapshotOperation {
    @Override
    public Verb verb() {
      return Verb.SNAPSHOT_REVERT;
    }

    @Override
    public String sentence(String target) {
      return "Put "
          + target
          + " back to snapshot "
          + name
          + "; everything it did since is lost"
          + (start ? ", and it runs then." : ".");
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None(
          "what came after the snapshot is lost, unless it is in another snapshot");
    }
  }

  /**
   * virDomainSnapshotDelete: what changed since stays and is merged.
   *
   * @param children whether all that were taken after it go too
   */
  record DeleteSnapshot(VmRef vm, String name, boolean children) implements SnapshotOperation {
    @Override
    public Verb verb() {
      return Verb.SNAPSHOT_DELETE;
    }

    @Override
    public String sentence(String target) {
      return "Delete snapshot "
          + name
          + (children ? " and all that follow it" : "")
          + " of "
          + target
          + "; the VM stays as it is and cannot go back there.";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None("the state that it held is gone");
    }
  }
}
