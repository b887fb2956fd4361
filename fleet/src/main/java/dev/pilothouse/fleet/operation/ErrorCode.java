package dev.pilothouse.fleet.operation;

/**
 * Everything that can go wrong with an operation, with its kind and what to do when nothing better
 * is known.
 */
public enum ErrorCode {
  BAD_INPUT(ErrorKind.USER, "Correct the input and try again."),
  NOT_FOUND(ErrorKind.USER, "Check the name with 'vm list'; it may have been deleted or moved."),
  DENIED(ErrorKind.USER, "Ask an admin for the permission."),
  WRONG_STATE(ErrorKind.CONFLICT, "Look at its state with 'vm show' and choose what fits it."),
  NAME_TAKEN(ErrorKind.CONFLICT, "Choose another name."),
  IN_USE(ErrorKind.CONFLICT, "Ask who uses it to let go, or take it."),
  CHANGED_MEANWHILE(ErrorKind.CONFLICT, "Open it again and repeat your change on what it is now."),
  CANCELLED(ErrorKind.CONFLICT, "Submit it again if it is still wanted."),
  NO_CAPACITY(ErrorKind.CAPACITY, "Free memory or space on the host, or use another host."),
  REFUSED(ErrorKind.HYPERVISOR, "Read libvirt's message; its log on the host has more."),
  UNSUPPORTED(ErrorKind.HYPERVISOR, "This host's libvirt or QEMU cannot do that."),
  GUEST_SILENT(
      ErrorKind.HYPERVISOR, "The guest did not react; look at its console, or use 'vm force-off'."),
  HYPERVISOR_LOST(
      ErrorKind.UNAVAILABLE, "Check libvirtd on the host; the agent reconnects by itself."),
  HYPERVISOR_SILENT(
      ErrorKind.UNAVAILABLE,
      "libvirt hangs on the host, and the call may take effect yet: look at the VM again later."),
  HOST_UNREACHABLE(ErrorKind.UNAVAILABLE, "Check the host and its agent with 'host show'."),
  SOURCE_UNREACHABLE(
      ErrorKind.UNAVAILABLE,
      "Check that the host reaches that address, then try again; nothing was kept."),
  BUS_LOST(ErrorKind.UNAVAILABLE, "Check Redis; this node reconnects by itself."),
  UNTRUSTED(
      ErrorKind.INTERNAL,
      "The agent does not trust this management node's key; compare their configurations."),
  INTERNAL(
      ErrorKind.INTERNAL,
      "This is a fault of Pilothouse; please report it with the operation's number.");

  private final ErrorKind kind;
  private final String hint;

  ErrorCode(ErrorKind kind, String hint) {
    this.kind = kind;
    this.hint = hint;
  }

  public ErrorKind kind() {
    return kind;
  }

  public String hint() {
    return hint;
  }
}
