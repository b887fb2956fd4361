package dev.pilothouse.agent.operation.handler;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ReachOperation.Display;
import dev.pilothouse.fleet.stream.StreamLink;
import java.util.function.Supplier;

/**
 * Who connects to displays and ports of VMs, and carries the bytes for as long as these stand.
 * Thread-safe.
 */
public interface Passages {
  /**
   * Connects to a display, takes the stream, and carries bytes on threads of its own.
   *
   * @param stream takes it; called once the display stands
   * @throws dev.pilothouse.fleet.operation.OperationException WRONG_STATE, UNSUPPORTED (no such
   *     display), NO_CAPACITY
   */
  void display(Vm vm, Display display, Supplier<StreamLink> stream);

  /**
   * The same with a TCP port of the guest.
   *
   * @throws dev.pilothouse.fleet.operation.OperationException GUEST_SILENT (no address is known,
   *     nobody answers, or it refuses), NO_CAPACITY
   */
  void port(Vm vm, int port, Supplier<StreamLink> stream);
}
