package dev.pilothouse.fleet.model;

/** How sure a management node is that what it shows of a host is still true. */
public enum Presence {
  /** Heard within the last three seconds. */
  ONLINE,
  /** Silent without a goodbye: its VMs keep their last-known state, marked with its age. */
  STALE,
  /** Its agent said goodbye, or its libvirt cannot be reached. */
  OFFLINE
}
