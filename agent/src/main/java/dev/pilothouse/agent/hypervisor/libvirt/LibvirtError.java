package dev.pilothouse.agent.hypervisor.libvirt;

/**
 * A libvirt call that failed, as libvirt tells it.
 *
 * @see Errors
 */
final class LibvirtError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final int domain;

  /**
   * @param code virErrorNumber
   * @param domain virErrorDomain: which part of libvirt
   */
  LibvirtError(int code, int domain, String message) {
    super(message);
    this.code = code;
    this.domain = domain;
  }

  int code() {
    return code;
  }

  int domain() {
    return domain;
  }
}
