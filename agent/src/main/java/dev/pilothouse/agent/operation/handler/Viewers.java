package dev.pilothouse.agent.operation.handler;

import dev.pilothouse.fleet.operation.ConsoleOperation.OpenConsole;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.stream.StreamLink;

/** Who serves people that look at consoles, for as long as they look. Thread-safe. */
public interface Viewers {
  /**
   * Refuses what can never be shown: no such console, a VM that is not there. What may come, such
   * as a VM that is off, is waited for.
   *
   * @throws dev.pilothouse.fleet.operation.OperationException UNSUPPORTED, NOT_FOUND
   */
  void look(OpenConsole order);

  /** Serves it on threads of its own until the link ends; returns at once. */
  void serve(OpenConsole order, Principal who, StreamLink link);
}
