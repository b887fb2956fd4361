package dev.pilothouse.agent.operation.host;

import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.fleet.operation.HostOperation;

/** Who carries out which operation on the host itself. */
public final class HostHandlers {
  private HostHandlers() {}

  public static Handler of(HostOperation operation) {
    return switch (operation) {
      case HostOperation.SetMaintenance o -> new SetMaintenanceHandler(o);
    };
  }
}
