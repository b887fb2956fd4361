package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import dev.pilothouse.agent.hypervisor.Consoles;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * libvirt's error numbers in Pilothouse's words; nothing else knows them. Source: virterror.h.
 * Where libvirt uses one number for several things ("operation failed"), its message decides.
 */
final class Errors {
  static final int GNUTLS = 40;
  static final int NO_DOMAIN = 42;
  static final int NO_NETWORK = 43;
  static final int OPERATION_INVALID = 55;
  static final int OPERATION_UNSUPPORTED = 84;

  private Errors() {}

  /** The error of the last call on this thread; call it before any other call to libvirt. */
  static LibvirtError last() {
    int code = LIBVIRT.virGetLastErrorCode();
    int domain = LIBVIRT.virGetLastErrorDomain();
    String message = LIBVIRT.virGetLastErrorMessage();
    return new LibvirtError(code, domain, message == null ? "no message" : message);
  }

  /** The result of a call that says -1 when it failed. */
  static int check(int result) {
    if (result < 0) {
      throw last();
    }
    return result;
  }

  /** The result of a call that says NULL when it failed. */
  static <T> T check(@Nullable T result) {
    if (result == null) {
      throw last();
    }
    return result;
  }

  static OperationException translated(LibvirtError error) {
    return new OperationException(failure(error.code(), error.domain(), text(error)), error);
  }

  static OperationException lost(String why) {
    return new OperationException(ErrorCode.HYPERVISOR_LOST, why);
  }

  static OperationException tooMuch(int most) {
    return new OperationException(
        ErrorCode.REFUSED, "libvirt sent more than " + most + " bytes, which it should not.");
  }

  static OperationException silent(String why) {
    return new OperationException(ErrorCode.HYPERVISOR_SILENT, why);
  }

  /** A connection that cannot be opened is lost, whatever the number, unless it is forbidden. */
  static OperationException notOpened(String uri, LibvirtError error) {
    Failure failure = failure(error.code(), error.domain(), text(error));
    String message = "libvirt at " + uri + " cannot be reached: " + text(error);
    return failure.code() == ErrorCode.DENIED
        ? new OperationException(new Failure(failure.code(), message, failure.hint()), error)
        : new OperationException(
            new Failure(
                ErrorCode.HYPERVISOR_LOST,
                message,
                "Check that libvirtd runs on this host and that the URI is right ('virsh -c URI"
                    + " list')."),
            error);
  }

  private static String text(LibvirtError error) {
    String message = error.getMessage();
    return message == null ? "" : message;
  }

  /**
   * @param code virErrorNumber
   * @param domain virErrorDomain, kept in the hint of what is not known better
   */
  static Failure failure(int code, int domain, String message) {
    String low = message.toLowerCase(Locale.ROOT);
    if (low.contains("cannot allocate memory") || low.contains("no space left")) {
      return new Failure(ErrorCode.NO_CAPACITY, message);
    }
    if (low.contains("file name too long")) {
      return new Failure(
          ErrorCode.BAD_INPUT, message, "Choose a shorter name; libvirt makes it a file name.");
    }
    if (low.contains("duplicated for disk sources")) {
      return new Failure(
          ErrorCode.NAME_TAKEN, message, "Choose another target for the disk, or none.");
    }
    if (low.contains("no console to take a screendump")) {
      return new Failure(
          ErrorCode.UNSUPPORTED,
          "It has no screen.",
          "Look at its serial console, or give it a <video> and a <graphics> device.");
    }
    if (low.contains("no more available pci slots")) {
      return new Failure(
          ErrorCode.NO_CAPACITY,
          message,
          "A running VM has no slot left for one more device; a stopped one gets slots as needed.");
    }
    // Both come as invalid arguments, though what was asked for was right a moment before.
    if (low.contains("does not have an active block job")) {
      return new Failure(
          ErrorCode.WRONG_STATE, message, "The job on this disk has ended; look at the disk.");
    }
    if (low.matches(".*target \\S+ doesn't exist.*")) {
      return new Failure(ErrorCode.NOT_FOUND, message, "'disk list' shows the VM's disks.");
    }
    if (low.contains("active console session exists")) {
      return new Failure(
          ErrorCode.IN_USE,
          "Somebody has this console open outside of Pilothouse.",
          "'virsh console' or virt-manager may have it: end that, or take the console away from"
              + " it.");
    }
    if (low.contains("cannot find character device") || low.contains("is not using a pty")) {
      return Consoles.missing();
    }
    return switch (code) {
      case 2 -> new Failure(ErrorCode.NO_CAPACITY, message);
      case 3, 26, 74, OPERATION_UNSUPPORTED -> new Failure(ErrorCode.UNSUPPORTED, message);
      case 67 ->
          new Failure(
              ErrorCode.UNSUPPORTED,
              message,
              "Change this part of the VM's XML to what this host's QEMU can do.");
      case 4, 5, 6 -> new Failure(ErrorCode.HYPERVISOR_LOST, message);
      case 7, NO_DOMAIN -> new Failure(ErrorCode.NOT_FOUND, message);
      case 8, 16, 20, 21, 22, 23, 27, 32, 35, 44, 92 ->
          new Failure(
              ErrorCode.BAD_INPUT, message, "Correct what libvirt names here and try again.");
      case 1, 9, 28, OPERATION_INVALID -> state(code, low, message);
      case 29, 45, 79, 88, 94 ->
          new Failure(
              ErrorCode.DENIED,
              message,
              "libvirt on the host does not let the agent do that; check the agent's user and"
                  + " libvirtd.conf there.");
      case NO_NETWORK ->
          new Failure(
              ErrorCode.NOT_FOUND,
              message,
              "Look at the host's networks with 'net list'; define and start it there, or change"
                  + " what names it.");
      case 49, 50 ->
          new Failure(
              ErrorCode.NOT_FOUND, message, "Check the storage pool and its volume on the host.");
      case 72 ->
          new Failure(ErrorCode.NOT_FOUND, message, "Look at its snapshots with 'snapshot list'.");
      case 78 -> new Failure(ErrorCode.CANCELLED, message);
      case 81 ->
          new Failure(
              ErrorCode.REFUSED,
              message,
              "libvirt does not know this storage as shared, or the disk's cache is not 'none': set"
                  + " that, or let the disks be copied.");
      case 91 ->
          new Failure(
              ErrorCode.UNSUPPORTED,
              message,
              "Choose a host with that CPU, or give the VM a CPU model that both hosts have.");
      case 90 -> new Failure(ErrorCode.NAME_TAKEN, message);
      case 68, 83, 87 ->
          new Failure(
              ErrorCode.WRONG_STATE,
              message,
              "Another task is at work on this VM; wait for it, then try again.");
      case 86, 97 -> new Failure(ErrorCode.GUEST_SILENT, message);
      default ->
          new Failure(
              ErrorCode.REFUSED,
              message,
              "Read libvirt's message; its log on the host has more (error %d of part %d)."
                  .formatted(code, domain));
    };
  }

  /**
   * VIR_ERR_INTERNAL_ERROR (the mock driver), VIR_ERR_OPERATION_FAILED, VIR_ERR_DOM_EXIST,
   * VIR_ERR_OPERATION_INVALID.
   */
  private static Failure state(int code, String low, String message) {
    if (code == 28 || low.contains("already exists") || low.contains("already defined")) {
      return new Failure(ErrorCode.NAME_TAKEN, message);
    }
    if (low.contains("already running") || low.contains("already active")) {
      return new Failure(ErrorCode.WRONG_STATE, message, "It runs already; nothing is to be done.");
    }
    if (low.contains("not paused")) {
      return new Failure(
          ErrorCode.WRONG_STATE, message, "It is not paused; nothing is to be done.");
    }
    if (low.contains("not running")) {
      return new Failure(ErrorCode.WRONG_STATE, message, "Start it first with 'vm start'.");
    }
    if (low.contains("managed save") || low.contains("snapshot") || low.contains("checkpoint")) {
      return new Failure(
          ErrorCode.WRONG_STATE,
          message,
          "Remove its saved state, snapshots or checkpoints first; they would be lost.");
    }
    return new Failure(code == 55 ? ErrorCode.WRONG_STATE : ErrorCode.REFUSED, message);
  }
}
