package dev.pilothouse.fleet.model;

import org.jspecify.annotations.Nullable;

/**
 * A disk of a VM.
 *
 * @param target the guest-side name such as {@code vda}
 * @param bus such as {@code virtio}
 * @param device {@code disk}, {@code cdrom}, {@code floppy} or {@code lun}
 * @param source path or volume; empty for an empty drive
 * @param format the driver type such as {@code qcow2}; empty when libvirt does not say
 * @param tuned null when all is as usual
 */
public record Disk(
    String target,
    String bus,
    String device,
    String source,
    String format,
    boolean readOnly,
    @Nullable DiskTuning tuned) {
  /** One that is as usual. */
  public Disk(
      String target, String bus, String device, String source, String format, boolean readOnly) {
    this(target, bus, device, source, format, readOnly, null);
  }

  public DiskTuning tuning() {
    return tuned == null ? DiskTuning.USUAL : tuned;
  }
}
