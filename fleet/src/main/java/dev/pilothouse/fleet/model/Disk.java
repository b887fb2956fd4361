package dev.pilothouse.fleet.model;

/**
 * A disk of a VM.
 *
 * @param target the guest-side name such as {@code vda}
 * @param bus such as {@code virtio}
 * @param device {@code disk}, {@code cdrom}, {@code floppy} or {@code lun}
 * @param source path or volume; empty for an empty drive
 * @param format the driver type such as {@code qcow2}; empty when libvirt does not say
 */
public record Disk(
    String target, String bus, String device, String source, String format, boolean readOnly) {}
