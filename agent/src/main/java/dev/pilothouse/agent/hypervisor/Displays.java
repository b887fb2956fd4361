package dev.pilothouse.agent.hypervisor;

import dev.pilothouse.fleet.operation.ReachOperation.Display;
import java.util.UUID;

/** The graphical displays of running VMs. Errors and threads as for {@link Hypervisor}. */
public interface Displays {
  /**
   * A new connection to a VM's first display of that kind, as if a viewer had connected to where it
   * listens; it need not listen anywhere. A password is still asked for, by the display.
   *
   * @throws dev.pilothouse.fleet.operation.OperationException WRONG_STATE when the VM is off,
   *     UNSUPPORTED when it has no such display or a viewer could not use it this way; the message
   *     says what there is
   */
  Conduit open(UUID vm, Display display);
}
