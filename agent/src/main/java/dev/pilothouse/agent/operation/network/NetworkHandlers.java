package dev.pilothouse.agent.operation.network;

import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.VirtualNetwork;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.NetworkOperation;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.Optional;

/** Who carries out what on networks. */
public final class NetworkHandlers {
  private NetworkHandlers() {}

  public static Handler of(NetworkOperation operation) {
    return switch (operation) {
      case NetworkOperation.CreateNetwork o -> new CreateNetworkHandler(o);
      case NetworkOperation.StartNetwork o -> new RunNetworkHandler(o.network(), true);
      case NetworkOperation.StopNetwork o -> new RunNetworkHandler(o.network(), false);
      case NetworkOperation.DeleteNetwork o -> new DeleteNetworkHandler(o);
      case NetworkOperation.SetNetworkAutostart o -> new SetNetworkAutostartHandler(o);
    };
  }

  static Optional<VirtualNetwork> find(Work work, String name) {
    return work.hypervisor().networks().all().stream()
        .filter(network -> network.name().equals(name))
        .findFirst();
  }

  static VirtualNetwork network(Work work, String name) {
    return find(work, name)
        .orElseThrow(
            () ->
                new OperationException(
                    new Failure(
                        ErrorCode.NOT_FOUND,
                        "There is no network " + name + " on this host.",
                        "Look at the host's networks with 'net list'.")));
  }
}
