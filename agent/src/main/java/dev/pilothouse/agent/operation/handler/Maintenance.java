package dev.pilothouse.agent.operation.handler;

import dev.pilothouse.fleet.model.HostTerms;
import java.util.Optional;

/** Whether nothing new may be placed on this host. Thread-safe; what is set outlives the agent. */
public interface Maintenance {
  Optional<HostTerms.Maintenance> now();

  /** On the disk on return. */
  void begin(HostTerms.Maintenance maintenance);

  void end();
}
