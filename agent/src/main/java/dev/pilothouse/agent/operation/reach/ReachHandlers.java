package dev.pilothouse.agent.operation.reach;

import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.fleet.operation.ReachOperation;

/** Who opens what. */
public final class ReachHandlers {
  private ReachHandlers() {}

  public static Handler of(ReachOperation operation) {
    return switch (operation) {
      case ReachOperation.OpenDisplay o -> new OpenDisplayHandler(o);
      case ReachOperation.OpenPort o -> new OpenPortHandler(o);
    };
  }
}
