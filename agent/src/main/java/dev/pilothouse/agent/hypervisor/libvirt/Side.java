package dev.pilothouse.agent.hypervisor.libvirt;

import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Duration;

/** Whose libvirt a connection goes to. */
enum Side {
  /** This host's: it is watched, and opened again whenever it is lost. */
  OWN(Duration.ofSeconds(15)),

  /** Another host's, for one task: nothing is heard from it, and once lost it stays lost. */
  PEER(Duration.ofSeconds(5));

  private final Duration opensWithin;

  Side(Duration opensWithin) {
    this.opensWithin = opensWithin;
  }

  Duration opensWithin() {
    return opensWithin;
  }

  /** A peer that is lost or silent says nothing of this host's hypervisor. */
  OperationException told(OperationException e) {
    ErrorCode code = e.failure().code();
    boolean unreached = code == ErrorCode.HYPERVISOR_LOST || code == ErrorCode.HYPERVISOR_SILENT;
    return switch (this) {
      case OWN -> e;
      case PEER ->
          unreached
              ? new OperationException(
                  new Failure(
                      ErrorCode.HOST_UNREACHABLE,
                      e.failure().message(),
                      "Check the other host, the line to it, and that this host's user may connect"
                          + " to its libvirt ('virsh -c URI list')."),
                  e)
              : e;
    };
  }
}
