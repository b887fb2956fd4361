package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Simulated hosts that reach each other, by URIs such as {@code simulated://h2}. One lock guards
 * all of them, since a VM that migrates changes two at once. Thread-safe.
 */
public final class Neighbourhood {
  private static final String SCHEME = "simulated://";

  final Object lock = new Object();
  private final Map<String, SimulatedHost> hosts = new HashMap<>();
  private final @Nullable SimulatedStorage shared;

  private Neighbourhood(boolean sharing) {
    this.shared = sharing ? new SimulatedStorage(this::domains) : null;
  }

  /** Each host has pools of its own. */
  public static Neighbourhood apart() {
    return new Neighbourhood(false);
  }

  /** All hosts see the same pools. */
  public static Neighbourhood sharing() {
    return new Neighbourhood(true);
  }

  /** The URI of a host for its neighbours. */
  public static String uri(String host) {
    return SCHEME + host;
  }

  SimulatedStorage storageOf(SimulatedHost host) {
    return shared != null ? shared : new SimulatedStorage(host::domains);
  }

  void join(SimulatedHost host) {
    synchronized (lock) {
      hosts.put(host.name, host);
    }
  }

  void leave(SimulatedHost host) {
    synchronized (lock) {
      hosts.remove(host.name, host);
    }
  }

  SimulatedHost at(String uri) {
    synchronized (lock) {
      SimulatedHost found =
          uri.startsWith(SCHEME) ? hosts.get(uri.substring(SCHEME.length())) : null;
      if (found == null) {
        throw new OperationException(
            ErrorCode.HOST_UNREACHABLE, "Nobody answers at " + uri + " in this simulation.");
      }
      return found;
    }
  }

  private List<DomainXml> domains() {
    synchronized (lock) {
      return hosts.values().stream().flatMap(host -> host.domains().stream()).toList();
    }
  }
}
