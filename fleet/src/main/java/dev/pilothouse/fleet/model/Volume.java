package dev.pilothouse.fleet.model;

/**
 * A volume of a {@link Pool}: the file or device behind a disk. Every text comes from outside.
 *
 * @param path on the host; what a {@link Disk} names as its source
 * @param format such as {@code qcow2}, {@code raw} or {@code iso}; empty when libvirt does not say
 * @param capacityBytes as the guest sees it
 * @param allocationBytes what it takes in the pool
 * @param backing the path of the file beneath it; empty when it stands alone
 */
public record Volume(
    String name,
    String path,
    String format,
    long capacityBytes,
    long allocationBytes,
    String backing) {}
