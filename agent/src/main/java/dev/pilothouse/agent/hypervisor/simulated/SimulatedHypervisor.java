package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.hypervisor.Configuration;
import dev.pilothouse.agent.hypervisor.Consoles;
import dev.pilothouse.agent.hypervisor.Disks;
import dev.pilothouse.agent.hypervisor.Displays;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.HypervisorEvent;
import dev.pilothouse.agent.hypervisor.Migrations;
import dev.pilothouse.agent.hypervisor.Networks;
import dev.pilothouse.agent.hypervisor.Nics;
import dev.pilothouse.agent.hypervisor.Snapshots;
import dev.pilothouse.agent.hypervisor.Storage;
import dev.pilothouse.agent.xml.DomainCapabilitiesXml;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.agent.xml.GraphicsXml;
import dev.pilothouse.fleet.model.CpuSupport;
import dev.pilothouse.fleet.model.HostFacts;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Simulated guests behind the port: those of the host that an agent is on, or of a peer, which
 * outlives whoever looks at it.
 */
public final class SimulatedHypervisor implements Hypervisor {
  private static final Duration SHUTDOWN = Duration.ofSeconds(4);
  private static final Duration REBOOT = Duration.ofSeconds(3);

  private final SimulatedHost host;
  private final Clock clock;
  private final boolean peer;
  private volatile boolean left;

  /**
   * A host of a small company with {@code count} VMs; the same for the same seed and clock. It has
   * no neighbours.
   */
  public static Hypervisor demo(String hostName, long seed, int count, Clock clock) {
    return demo(hostName, seed, count, clock, Neighbourhood.apart());
  }

  /** The same with neighbours, to which its VMs can migrate. */
  public static Hypervisor demo(
      String hostName, long seed, int count, Clock clock, Neighbourhood neighbours) {
    return demo(
        hostName, seed, count, clock, time -> LockSupport.parkNanos(time.toNanos()), neighbours);
  }

  /** One without neighbours, with a say in how long calls take. */
  public static Hypervisor demo(String hostName, long seed, int count, Clock clock, Pace pace) {
    return demo(hostName, seed, count, clock, pace, Neighbourhood.apart());
  }

  /** Both. */
  public static Hypervisor demo(
      String hostName, long seed, int count, Clock clock, Pace pace, Neighbourhood neighbours) {
    return new SimulatedHypervisor(
        new SimulatedHost(hostName, seed, count, clock, pace, neighbours), false);
  }

  /** A host as its neighbour sees it. */
  static Hypervisor peer(SimulatedHost host) {
    return new SimulatedHypervisor(host, true);
  }

  private SimulatedHypervisor(SimulatedHost host, boolean peer) {
    this.host = host;
    this.clock = host.clock;
    this.peer = peer;
  }

  @Override
  public String hostName() {
    return host.name;
  }

  @Override
  public HostFacts facts() {
    synchronized (host.neighbours.lock) {
      return SimulatedFacts.of(host.name, host.vms.values(), !left && !host.closed());
    }
  }

  @Override
  public List<Vm> list() {
    return locked(
        () -> host.vms.values().stream().map(vm -> vm.look(host.name, clock.instant())).toList());
  }

  @Override
  public Optional<Vm> find(UUID vm) {
    return locked(
        () ->
            Optional.ofNullable(host.vms.get(vm))
                .map(found -> found.look(host.name, clock.instant())));
  }

  @Override
  public Map<UUID, Long> cpuTimes() {
    return locked(() -> SimulatedFacts.cpuTimes(host.vms.values(), clock.instant()));
  }

  @Override
  public DomainCapabilitiesXml capabilities(String type) {
    return SimulatedVm.capabilities(type);
  }

  @Override
  public Storage storage() {
    return host.storage;
  }

  @Override
  public Networks networks() {
    return host.networks;
  }

  @Override
  public Disks disks() {
    return host.disks;
  }

  @Override
  public Nics nics() {
    return host.nics;
  }

  @Override
  public Configuration configuration() {
    return host.configuration;
  }

  @Override
  public Snapshots snapshots() {
    return host.snapshots;
  }

  @Override
  public Migrations migrations() {
    return host.migrations;
  }

  @Override
  public Consoles consoles() {
    return host.consoles;
  }

  @Override
  public Displays displays() {
    return host.displays;
  }

  @Override
  public CpuSupport cpuSupport() {
    return SimulatedFacts.CPUS_OF_GUESTS;
  }

  @Override
  public void start(UUID vm) {
    host.pace.take(Duration.ofMillis(400));
    act(
        vm,
        found -> {
          SimulatedVm.require(!found.state.active(), "The VM is already running.");
          found.on(clock.instant(), "booted");
          host.tell(found, "started (booted)");
          host.tell(found, "resumed (unpaused)");
        });
  }

  @Override
  public void requestShutdown(UUID vm) {
    act(
        vm,
        found -> {
          found.requireActive();
          if (!found.temper.ignoresPowerButton() && found.state == VmState.RUNNING) {
            host.plans.add(
                clock.instant().plus(SHUTDOWN),
                found.uuid,
                guest -> host.powerOff(guest, "shutdown"));
          }
        });
  }

  @Override
  public void requestReboot(UUID vm) {
    act(
        vm,
        found -> {
          found.requireActive();
          if (!found.temper.ignoresPowerButton()) {
            host.plans.add(
                clock.instant().plus(REBOOT), found.uuid, guest -> host.tell(guest, "rebooted"));
          }
        });
  }

  @Override
  public void reset(UUID vm) {
    act(
        vm,
        found -> {
          found.requireActive();
          host.tell(found, "rebooted");
        });
  }

  @Override
  public void forceOff(UUID vm) {
    host.pace.take(Duration.ofMillis(200));
    act(
        vm,
        found -> {
          found.requireActive();
          host.powerOff(found, "destroyed");
        });
  }

  @Override
  public void pause(UUID vm) {
    act(
        vm,
        found -> {
          found.requireActive();
          if (found.state != VmState.PAUSED) {
            found.become(VmState.PAUSED, "user", clock.instant());
            host.tell(found, "suspended (paused)");
          }
        });
  }

  @Override
  public void resume(UUID vm) {
    act(
        vm,
        found -> {
          found.requireActive();
          SimulatedVm.require(found.state == VmState.PAUSED, "The VM is already running.");
          found.become(VmState.RUNNING, "unpaused", clock.instant());
          host.tell(found, "resumed (unpaused)");
        });
  }

  @Override
  public void setAutostart(UUID vm, boolean on) {
    act(
        vm,
        found -> {
          SimulatedVm.require(found.config != null, "A transient VM cannot start with its host.");
          found.autostart = on;
          host.tell(found, on ? "autostart on" : "autostart off");
        });
  }

  @Override
  public void rename(UUID vm, String newName) {
    SimulatedVm.requireName(newName);
    act(
        vm,
        found -> {
          SimulatedVm.requireFree(newName, host.vms.values());
          SimulatedVm.require(!found.state.active(), "A running VM cannot be renamed.");
          host.tell(found, "undefined (renamed)");
          found.rename(newName);
          host.tell(found, "defined (renamed)");
        });
  }

  @Override
  public void undefine(UUID vm) {
    act(
        vm,
        found -> {
          SimulatedVm.require(found.config != null, "The VM is transient already.");
          found.config = null;
          found.autostart = false;
          if (found.live == null) {
            host.vms.remove(vm);
          }
          host.tell(found, "undefined (removed)");
        });
  }

  @Override
  public UUID define(String xml) {
    DomainXml wanted = DomainXml.parse(xml);
    SimulatedVm.requireName(wanted.name());
    return locked(
        () -> {
          SimulatedVm.requireFree(wanted.name(), host.vms.values());
          UUID given = wanted.uuid();
          UUID uuid =
              given == null ? new UUID(host.random.nextLong(), host.random.nextLong()) : given;
          if (host.vms.containsKey(uuid)) {
            throw new OperationException(
                ErrorCode.NAME_TAKEN, "A VM with this UUID is there already.");
          }
          SimulatedVm vm = SimulatedVm.fresh(uuid, wanted, xml);
          host.vms.put(uuid, vm);
          host.tell(vm, "defined (added)");
          return uuid;
        });
  }

  @Override
  public void redefine(UUID vm, String xml) {
    DomainXml wanted = DomainXml.parse(xml);
    act(
        vm,
        found -> {
          if (!vm.equals(wanted.uuid()) || !found.name.equals(wanted.name())) {
            throw new OperationException(
                ErrorCode.BAD_INPUT, "The XML's <name> and <uuid> must stay.");
          }
          found.config = xml;
          host.tell(found, "defined (updated)");
        });
  }

  @Override
  public String xml(UUID vm, boolean inactive) {
    return with(vm, found -> GraphicsXml.withoutPasswords(found.definition(inactive)));
  }

  @Override
  public String secureXml(UUID vm) {
    return with(vm, found -> found.definition(true));
  }

  @Override
  public void listen(Consumer<HypervisorEvent> newListener) {
    if (!peer) {
      host.listen(newListener);
    }
  }

  @Override
  public void close() {
    left = true;
    if (!peer) {
      host.close();
    }
  }

  private void act(UUID vm, Consumer<SimulatedVm> deed) {
    requireReached();
    host.act(vm, deed);
  }

  private <T> T with(UUID vm, Function<SimulatedVm, T> body) {
    requireReached();
    return host.with(vm, body);
  }

  private <T> T locked(Supplier<T> body) {
    requireReached();
    return host.locked(body);
  }

  private void requireReached() {
    if (peer && (left || host.closed())) {
      throw new OperationException(
          ErrorCode.HOST_UNREACHABLE, "The simulation of " + host.name + " has ended.");
    }
  }
}
