package dev.pilothouse.agent.operation.handler;

import java.util.Map;

/**
 * Carries out one operation. The runner calls {@link #look}, writes its answer to the journal's
 * disk, and only then calls {@link #carryOut}. Whenever the outcome of that is unknown (the agent
 * died, libvirt's connection broke in the middle) it calls {@link #settle}, perhaps in another
 * process than the one that began.
 *
 * <p>Each may throw {@link dev.pilothouse.fleet.operation.OperationException}; HYPERVISOR_LOST
 * makes the runner wait for libvirt and settle.
 */
public interface Handler {
  /**
   * Refuses what cannot be done, and changes nothing.
   *
   * @return the facts that {@link #settle} needs, such as the state before
   */
  Map<String, String> look(Work work);

  /** Does it, once. */
  Outcome carryOut(Work work);

  /** Finds out what is true, without repeating an effect that may have happened. */
  Finding settle(Work work);
}
