package dev.pilothouse.agent;

import dev.pilothouse.agent.operation.RunnerSettings;
import dev.pilothouse.fleet.wire.TrustedKeys;
import java.nio.file.Path;

/**
 * What the owner of a host decides about its agent.
 *
 * @param stateDirectory holds the journal and the key for streams; of this agent alone, made if
 *     there is none. Losing it means that what ran at that time ends as INTERRUPTED
 * @param trustedKeys the management nodes whose orders are carried out
 * @param keepConsoles whether guests' serial consoles are open while nobody looks, too
 */
public record AgentSettings(
    Path stateDirectory, TrustedKeys trustedKeys, RunnerSettings operations, boolean keepConsoles) {
  /** With the standard settings for operations, and with consoles that are kept open. */
  public AgentSettings(Path stateDirectory, TrustedKeys trustedKeys) {
    this(stateDirectory, trustedKeys, RunnerSettings.standard(), true);
  }
}
