package dev.pilothouse.agent.operation.create;

import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.fleet.operation.CreationOperation;

/** Who makes VMs. */
public final class CreationHandlers {
  private CreationHandlers() {}

  public static Handler of(CreationOperation operation) {
    return switch (operation) {
      case CreationOperation.CreateVm o -> new CreateVmHandler(o);
      case CreationOperation.PreviewVm o -> new PreviewVmHandler(o);
      case CreationOperation.CloneVm o -> new CloneVmHandler(o);
    };
  }
}
