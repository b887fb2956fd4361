package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.bus.memory.MemoryFaults;
import dev.pilothouse.fleet.bus.memory.MemoryWorld;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.wire.SigningKey;
import dev.pilothouse.fleet.wire.TrustedKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A whole fleet in one process: a memory bus, a control room, and an agent for each host. */
public final class FakeFleet implements AutoCloseable {
  /** Somebody who may do everything. */
  public static final Principal ADMIN = new Principal("ada", Role.ADMIN, "test");

  private final MemoryWorld world = new MemoryWorld();
  private final SigningKey key = SigningKey.generate();
  private final Map<String, FakeAgent> agents = new ConcurrentSkipListMap<>();
  private final ControlRoom room;

  private FakeFleet(List<Vm> vms) {
    Map<String, List<Vm>> byHost = new TreeMap<>();
    vms.forEach(vm -> byHost.computeIfAbsent(vm.host(), h -> new ArrayList<>()).add(vm));
    byHost.forEach(
        (host, of) ->
            agents.put(
                host,
                FakeAgent.start(world.connect(), host, TrustedKeys.of(key), of, this::agent)));
    room = openRoom("node1");
    room.synced().orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** With the hosts that these VMs name; synced. */
  public static FakeFleet of(Vm... vms) {
    return new FakeFleet(Stream.of(vms).toList());
  }

  public ControlRoom room() {
    return room;
  }

  /** Another management node of the same fleet; the caller's to close. */
  public ControlRoom openRoom(String node) {
    return ControlRoom.open(world.connect(), key, node);
  }

  public FakeAgent agent(String host) {
    FakeAgent agent = agents.get(host);
    if (agent == null) {
      throw new IllegalArgumentException("no host " + host);
    }
    return agent;
  }

  public MemoryWorld world() {
    return world;
  }

  public MemoryFaults faults() {
    return new MemoryFaults(world);
  }

  @Override
  public void close() {
    room.close();
    agents.values().forEach(FakeAgent::close);
    world.close();
  }
}
