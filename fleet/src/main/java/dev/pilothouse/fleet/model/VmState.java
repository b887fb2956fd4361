package dev.pilothouse.fleet.model;

/** The states of a domain, as libvirt's virDomainState has them, with virsh's words for people. */
public enum VmState {
  NO_STATE("no state"),
  RUNNING("running"),
  BLOCKED("idle"),
  PAUSED("paused"),
  SHUTTING_DOWN("in shutdown"),
  SHUT_OFF("shut off"),
  CRASHED("crashed"),
  SUSPENDED("pmsuspended");

  private final String word;

  VmState(String word) {
    this.word = word;
  }

  /** The word that {@code virsh list} prints for this state. */
  public String word() {
    return word;
  }

  /** Whether a hypervisor process exists for the domain (libvirt calls such a domain active). */
  public boolean active() {
    return switch (this) {
      case RUNNING, BLOCKED, PAUSED, SHUTTING_DOWN, SUSPENDED -> true;
      case NO_STATE, SHUT_OFF, CRASHED -> false;
    };
  }
}
