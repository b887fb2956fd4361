package dev.pilothouse.agent.hypervisor.libvirt;

import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What libvirt says of migrations that fail, where the same words mean less elsewhere. */
final class MigrationErrors {
  /** VIR_FROM_RPC: one libvirtd could not speak to the other. */
  private static final int RPC = 7;

  /** VIR_ERR_INTERNAL_ERROR, _OPERATION_FAILED, _SYSTEM_ERROR, _RPC. */
  private static final Set<Integer> SPEECHLESS = Set.of(1, 9, 38, 39);

  private MigrationErrors() {}

  /**
   * Empty when {@link Errors} says all there is to say.
   *
   * @param error of a call over a connection that still lives: a broken one looks as if the
   *     destination's were
   */
  static Optional<Failure> of(LibvirtError error) {
    String message = String.valueOf(error.getMessage());
    return Optional.ofNullable(failure(error.code(), error.domain(), message));
  }

  static @Nullable Failure failure(int code, int domain, String message) {
    String low = message.toLowerCase(Locale.ROOT);
    if (low.contains("already active")
        || low.contains("already exists")
        || low.contains("already defined")
        || low.contains("already being started")) {
      return new Failure(
          ErrorCode.NAME_TAKEN,
          message,
          "The destination has a VM of this name or UUID: rename or delete one of the two.");
    }
    if (low.contains("certificate") || code == Errors.GNUTLS) {
      return new Failure(
          ErrorCode.DENIED,
          message,
          "Check the TLS certificates of both hosts: libvirt's in /etc/pki/libvirt, QEMU's in"
              + " /etc/pki/qemu or where qemu.conf says.");
    }
    if ((domain == RPC && SPEECHLESS.contains(code))
        || low.contains("connection to destination")
        || low.contains("connect to remote libvirt")) {
      return new Failure(
          ErrorCode.HOST_UNREACHABLE,
          message,
          "Check the destination's libvirt and the line to it: its own port, and TCP 49152 to 49215"
              + " for memory and disks (qemu.conf: migration_port_min and _max).");
    }
    if (low.contains("pre-creation of storage") || low.contains("storage pool not found")) {
      return new Failure(
          ErrorCode.UNSUPPORTED,
          message,
          "The destination lacks a file that the disk could be copied into.");
    }
    if (low.contains("could not open") || low.contains("cannot access storage file")) {
      return new Failure(
          ErrorCode.REFUSED,
          message,
          "The destination cannot open this disk or medium under that path: share it, or let it be"
              + " copied.");
    }
    if (code == Errors.NO_NETWORK) {
      return new Failure(
          ErrorCode.NOT_FOUND,
          message,
          "The destination lacks this network: define and start it there ('net list').");
    }
    return null;
  }
}
