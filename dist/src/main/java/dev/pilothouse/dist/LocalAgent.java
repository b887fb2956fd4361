package dev.pilothouse.dist;

import dev.pilothouse.agent.Agent;
import dev.pilothouse.agent.AgentSettings;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.libvirt.LibvirtHypervisor;
import dev.pilothouse.dist.local.CannotStartException;
import dev.pilothouse.fleet.bus.Bus;
import dev.pilothouse.fleet.bus.BusUnavailableException;
import dev.pilothouse.fleet.operation.OperationException;
import java.io.IOException;
import java.time.Clock;
import java.util.function.Function;

/** An agent in this process, with the hypervisor it drives. */
record LocalAgent(Hypervisor hypervisor, Agent agent) implements AutoCloseable {
  /**
   * @param settings by the host's name
   * @throws CannotStartException when libvirt does not answer or the journal cannot be used
   */
  static LocalAgent onLibvirt(String uri, Bus bus, Function<String, AgentSettings> settings) {
    Hypervisor hypervisor;
    try {
      hypervisor = LibvirtHypervisor.open(uri, Main.versionText(), Clock.systemUTC());
    } catch (OperationException e) {
      throw new CannotStartException(
          "libvirt at "
              + uri
              + " does not answer: "
              + e.failure().message()
              + " "
              + e.failure().hint(),
          e);
    }
    return on(hypervisor, bus, settings);
  }

  /** Takes the hypervisor over: it is closed with the agent. */
  static LocalAgent on(Hypervisor hypervisor, Bus bus, Function<String, AgentSettings> settings) {
    try {
      Agent agent =
          Agent.start(settings.apply(hypervisor.hostName()), bus, hypervisor, Clock.systemUTC());
      return new LocalAgent(hypervisor, agent);
    } catch (IOException | BusUnavailableException e) {
      hypervisor.close();
      throw new CannotStartException(
          "The agent of " + hypervisor.hostName() + " cannot start: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      agent.close();
    } finally {
      hypervisor.close();
    }
  }
}
