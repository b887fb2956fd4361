package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.hypervisor.Networks;
import dev.pilothouse.agent.xml.NetworkXml;
import dev.pilothouse.fleet.model.VirtualNetwork;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Networks that nobody is plugged into; the first is libvirt's usual one. */
public final class SimulatedNetworks implements Networks {
  private final Map<String, State> networks = new LinkedHashMap<>();

  private record State(String xml, boolean active, boolean autostart) {}

  /** With the network {@code default}, running. */
  public SimulatedNetworks() {
    define(
        """
        <network>
          <name>default</name>
          <uuid>0d7b1f0c-31c3-4e0f-8a3f-3c8a0c1c4f11</uuid>
          <forward mode="nat"/>
          <bridge name="virbr0"/>
          <ip address="192.168.122.1" netmask="255.255.255.0"/>
        </network>
        """);
    setAutostart("default", true);
    start("default");
  }

  @Override
  public synchronized List<VirtualNetwork> all() {
    return networks.values().stream().map(SimulatedNetworks::look).toList();
  }

  private static VirtualNetwork look(State state) {
    NetworkXml xml = NetworkXml.parse(state.xml);
    return new VirtualNetwork(
        xml.name(),
        xml.uuid(),
        xml.bridge(),
        xml.mode(),
        state.active,
        state.autostart,
        true,
        xml.addresses(),
        List.of());
  }

  @Override
  public synchronized void define(String xml) {
    String name = NetworkXml.parse(xml).name();
    if (networks.putIfAbsent(name, new State(xml, false, false)) != null) {
      throw new OperationException(
          ErrorCode.NAME_TAKEN, "A network with this name is there already.");
    }
  }

  @Override
  public synchronized String xml(String network) {
    return existing(network).xml;
  }

  @Override
  public synchronized void start(String network) {
    State now = existing(network);
    require(!now.active, "The network is already active.");
    networks.put(network, new State(now.xml, true, now.autostart));
  }

  @Override
  public synchronized void stop(String network) {
    State now = existing(network);
    require(now.active, "The network is not active.");
    networks.put(network, new State(now.xml, false, now.autostart));
  }

  @Override
  public synchronized void undefine(String network) {
    require(!existing(network).active, "The network is still active; stop it first.");
    networks.remove(network);
  }

  @Override
  public synchronized void setAutostart(String network, boolean on) {
    State now = existing(network);
    networks.put(network, new State(now.xml, now.active, on));
  }

  private State existing(String name) {
    State state = networks.get(name);
    if (state == null) {
      throw new OperationException(ErrorCode.NOT_FOUND, "There is no network " + name + ".");
    }
    return state;
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new OperationException(ErrorCode.WRONG_STATE, otherwise);
    }
  }
}
