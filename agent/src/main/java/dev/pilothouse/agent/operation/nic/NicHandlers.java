package dev.pilothouse.agent.operation.nic;

import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.fleet.operation.NicOperation;

/** Who carries out which operation on network interfaces. */
public final class NicHandlers {
  private NicHandlers() {}

  public static Handler of(NicOperation operation) {
    return switch (operation) {
      case NicOperation.AddNic o -> new AddNicHandler(o);
      case NicOperation.RemoveNic o -> new RemoveNicHandler(o);
      case NicOperation.SetNic o -> new SetNicHandler(o, NicSettings.of(o));
      case NicOperation.SetNicLink o -> new SetNicHandler(o, NicSettings.of(o));
    };
  }
}
