package dev.pilothouse.fleet.operation;

/** What a principal may do. Checked on the management side and again by the agent. */
public enum Permission {
  /** See hosts, VMs, operations and events, and read definitions. */
  VIEW,
  /**
   * Change what runs and where: start, shut down, reboot, reset, force off, pause, resume, migrate,
   * empty a host.
   */
  OPERATE,
  /** Connect to network ports of guests. */
  REACH,
  /** Change what is defined: define, edit, rename, autostart. */
  CONFIGURE,
  /** Remove definitions, and hosts from the fleet. */
  DELETE
}
