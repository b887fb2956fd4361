package dev.pilothouse.fleet.operation;

import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.VmRef;
import java.time.Duration;

/** On the disks of a VM: at once if it runs, and in its definition if it has one. */
public sealed interface DiskOperation extends Operation.OnVm {
  /**
   * How a guest sees a disk. What is empty or 0 is left to the agent and the hypervisor.
   *
   * @param target such as {@code vdb}
   * @param bus {@code virtio}, {@code scsi}, {@code sata}, {@code usb} or {@code ide}
   * @param cache libvirt's word, such as {@code none} or {@code writeback}
   * @param io {@code threads}, {@code native} or {@code io_uring}
   * @param iops at most so many reads and writes a second
   * @param bytesPerSecond at most so many bytes read and written a second
   */
  record How(
      String target,
      String bus,
      boolean readOnly,
      String cache,
      String io,
      long iops,
      long bytesPerSecond) {
    /** All of it chosen by the agent. */
    public static final How ANY = new How("", "", false, "", "", 0, 0);

    public How at(String newTarget) {
      return new How(newTarget, bus, readOnly, cache, io, iops, bytesPerSecond);
    }
  }

  /** Makes a volume and attaches it; when that fails, the volume goes again. */
  record CreateDisk(VmRef vm, StorageOperation.VolumeSpec volume, How how)
      implements DiskOperation {
    @Override
    public Verb verb() {
      return Verb.DISK_CREATE;
    }

    @Override
    public String sentence(String name) {
      return "Make a disk of "
          + ByteAmount.exact(volume.bytes())
          + ", the volume "
          + volume.shown()
          + ", and attach it to "
          + name
          + as(how)
          + ".";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None("detach it and delete its volume instead");
    }
  }

  /**
   * virDomainAttachDeviceFlags. Its result is the target.
   *
   * @param source the path of a volume, or of a file or device outside of all pools
   * @param format {@code qcow2}, {@code raw} and so on; empty: what the pool says it is
   */
  record AttachDisk(VmRef vm, String source, String format, How how) implements DiskOperation {
    @Override
    public Verb verb() {
      return Verb.DISK_ATTACH;
    }

    @Override
    public String sentence(String name) {
      return "Attach " + source + " to " + name + as(how) + ".";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new DetachDisk(vm, how.target(), source, DetachDisk.PATIENCE));
    }
  }

  /**
   * virDomainDetachDeviceFlags: asks a running guest to let go, waits, then takes it out of the
   * definition. The volume stays.
   *
   * @param disk its target such as {@code vdb}; empty: whichever has that source
   * @param source what the disk shows as its source; when it has another by now, nothing is done.
   *     Empty for one that is only in the definition, whose source people do not see
   * @param patience how long the guest may take
   */
  record DetachDisk(VmRef vm, String disk, String source, Duration patience)
      implements DiskOperation {
    /** Unless the person says otherwise. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public Verb verb() {
      return Verb.DISK_DETACH;
    }

    @Override
    public String sentence(String name) {
      String what = disk.isEmpty() ? source : source.isEmpty() ? disk : disk + " (" + source + ")";
      return "Detach " + what + " from " + name + "; the volume stays.";
    }

    @Override
    public Inverse inverse() {
      return source.isEmpty()
          ? new Inverse.None("attach its volume again by name")
          : new Inverse.By(new AttachDisk(vm, source, "", How.ANY.at(disk)));
    }
  }

  /**
   * virDomainBlockResize of a running VM, virStorageVolResize of a stopped one.
   *
   * @param disk its target such as {@code vda}
   * @param bytes its new size
   */
  record GrowDisk(VmRef vm, String disk, String source, long bytes) implements DiskOperation {
    @Override
    public Verb verb() {
      return Verb.DISK_GROW;
    }

    @Override
    public String sentence(String name) {
      return "Grow "
          + disk
          + " of "
          + name
          + " ("
          + source
          + ") to "
          + ByteAmount.exact(bytes)
          + ".";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None("making a disk smaller would cut off what the guest put at its end");
    }
  }

  /**
   * To another pool: virDomainBlockCopy of a running VM, virStorageVolCreateXMLFrom of a stopped
   * one. What lies beneath the disk is copied too, so the new volume stands alone. Its result is
   * the new volume's path.
   *
   * @param disk its target such as {@code vda}
   * @param source what the disk shows as its source; when it has another by now, nothing is done.
   *     Empty for whatever it is
   * @param from the pool where it lies, to which undoing brings it back; empty when in none
   * @param volume the new volume's name; empty for the old one's, or the next that is free
   * @param format {@code qcow2} or {@code raw}; empty to keep it
   * @param keepSource whether the old volume stays; else it is deleted unless something needs it
   * @param bytesPerSecond at most so much is copied while the VM runs; 0 for no limit
   */
  record MoveDisk(
      VmRef vm,
      String disk,
      String source,
      String from,
      String pool,
      String volume,
      String format,
      boolean keepSource,
      long bytesPerSecond)
      implements DiskOperation {
    @Override
    public Verb verb() {
      return Verb.DISK_MOVE;
    }

    @Override
    public String sentence(String name) {
      return "Move "
          + disk
          + " of "
          + name
          + (source.isEmpty() ? "" : " (" + source + ")")
          + " to pool "
          + pool
          + (volume.isEmpty() ? "" : " as " + volume)
          + (format.isEmpty() ? "" : ", as " + format)
          + ": a full copy that needs no base image"
          + (bytesPerSecond > 0
              ? ", at most " + ByteAmount.exact(bytesPerSecond) + " a second"
              : "")
          + (keepSource
              ? "; the old volume stays."
              : "; the old volume is deleted unless something else needs it.");
    }

    @Override
    public Inverse inverse() {
      return from.isEmpty()
          ? new Inverse.None("the disk came from no pool")
          : new Inverse.By(new MoveDisk(vm, disk, "", pool, from, "", "", false, bytesPerSecond));
    }
  }

  private static String as(How how) {
    String target = how.target().isEmpty() ? "" : " as " + how.target();
    return target + (how.readOnly() ? " read-only" : "");
  }
}
