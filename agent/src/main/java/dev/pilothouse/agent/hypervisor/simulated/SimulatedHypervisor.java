package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.hypervisor.Configuration;
import dev.pilothouse.agent.hypervisor.Disks;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.HypervisorEvent;
import dev.pilothouse.agent.hypervisor.Networks;
import dev.pilothouse.agent.hypervisor.Nics;
import dev.pilothouse.agent.hypervisor.Snapshots;
import dev.pilothouse.agent.hypervisor.Storage;
import dev.pilothouse.agent.xml.DomainCapabilitiesXml;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.agent.xml.GraphicsXml;
import dev.pilothouse.fleet.model.HostFacts;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;

/** Simulated guests behind the port. */
public final class SimulatedHypervisor implements Hypervisor {
  private static final Duration SHUTDOWN = Duration.ofSeconds(4);
  private static final Duration REBOOT = Duration.ofSeconds(3);

  private final String hostName;
  final Clock clock;
  final Pace pace;
  private final Random random;
  private final Object lock = new Object();
  private final Map<UUID, SimulatedVm> vms = new LinkedHashMap<>();
  private final Storage storage;
  private final Networks networks;
  private final Disks disks;
  private final Nics nics;
  private final Configuration configuration;
  private final Snapshots snapshots;
  final Plans plans = new Plans();
  private final ScheduledExecutorService teller =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("simulated-news").daemon().factory());
  private volatile Consumer<HypervisorEvent> listener = event -> {};
  private volatile boolean closed;

  /** A host of a small company with {@code count} VMs; the same for the same seed and clock. */
  public static Hypervisor demo(String hostName, long seed, int count, Clock clock) {
    return demo(hostName, seed, count, clock, time -> LockSupport.parkNanos(time.toNanos()));
  }

  /** The same with a say in how long calls take. */
  public static Hypervisor demo(String hostName, long seed, int count, Clock clock, Pace pace) {
    return new SimulatedHypervisor(hostName, seed, count, clock, pace);
  }

  private SimulatedHypervisor(String hostName, long seed, int count, Clock clock, Pace pace) {
    this.hostName = hostName;
    this.clock = clock;
    this.pace = pace;
    this.random = new Random(seed);
    SimulatedStorage volumes = new SimulatedStorage(this::domains);
    this.storage = volumes;
    this.networks = new SimulatedNetworks();
    this.disks = new SimulatedDisks(volumes, clock, plans, this::act, this::tell);
    this.nics = new SimulatedNics(new SimulatedXmls(this));
    this.configuration = new SimulatedConfiguration(new SimulatedXmls(this));
    this.snapshots = new SimulatedSnapshots(new SimulatedXmls(this), clock);
    for (SimulatedVm vm : DemoVms.of(hostName, seed, count, clock.instant())) {
      vms.put(vm.uuid, vm);
    }
    var unused = teller.scheduleWithFixedDelay(this::list, 100, 100, TimeUnit.MILLISECONDS);
  }

  @Override
  public String hostName() {
    return hostName;
  }

  @Override
  public HostFacts facts() {
    synchronized (lock) {
      return SimulatedFacts.of(hostName, vms.values(), !closed);
    }
  }

  @Override
  public List<Vm> list() {
    synchronized (lock) {
      catchUp();
      return vms.values().stream().map(vm -> vm.look(hostName, clock.instant())).toList();
    }
  }

  @Override
  public Optional<Vm> find(UUID vm) {
    synchronized (lock) {
      catchUp();
      return Optional.ofNullable(vms.get(vm)).map(found -> found.look(hostName, clock.instant()));
    }
  }

  @Override
  public Map<UUID, Long> cpuTimes() {
    synchronized (lock) {
      catchUp();
      return SimulatedFacts.cpuTimes(vms.values(), clock.instant());
    }
  }

  @Override
  public DomainCapabilitiesXml capabilities(String type) {
    return SimulatedVm.capabilities(type);
  }

  @Override
  public Storage storage() {
    return storage;
  }

  @Override
  public Networks networks() {
    return networks;
  }

  @Override
  public Disks disks() {
    return disks;
  }

  @Override
  public Nics nics() {
    return nics;
  }

  @Override
  public Configuration configuration() {
    return configuration;
  }

  @Override
  public Snapshots snapshots() {
    return snapshots;
  }

  @Override
  public void start(UUID vm) {
    pace.take(Duration.ofMillis(400));
    act(
        vm,
        found -> {
          SimulatedVm.require(!found.state.active(), "The VM is already running.");
          found.on(clock.instant(), "booted");
          tell(found, "started (booted)");
          tell(found, "resumed (unpaused)");
        });
  }

  @Override
  public void requestShutdown(UUID vm) {
    act(
        vm,
        found -> {
          found.requireActive();
          if (!found.temper.ignoresPowerButton() && found.state == VmState.RUNNING) {
            plans.add(
                clock.instant().plus(SHUTDOWN), found.uuid, guest -> powerOff(guest, "shutdown"));
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
            plans.add(clock.instant().plus(REBOOT), found.uuid, guest -> tell(guest, "rebooted"));
          }
        });
  }

  @Override
  public void reset(UUID vm) {
    act(
        vm,
        found -> {
          found.requireActive();
          tell(found, "rebooted");
        });
  }

  @Override
  public void forceOff(UUID vm) {
    pace.take(Duration.ofMillis(200));
    act(
        vm,
        found -> {
          found.requireActive();
          powerOff(found, "destroyed");
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
            tell(found, "suspended (paused)");
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
          tell(found, "resumed (unpaused)");
        });
  }

  @Override
  public void setAutostart(UUID vm, boolean on) {
    act(
        vm,
        found -> {
          SimulatedVm.require(found.config != null, "A transient VM cannot start with its host.");
          found.autostart = on;
          tell(found, on ? "autostart on" : "autostart off");
        });
  }

  @Override
  public void rename(UUID vm, String newName) {
    SimulatedVm.requireName(newName);
    act(
        vm,
        found -> {
          SimulatedVm.requireFree(newName, vms.values());
          SimulatedVm.require(!found.state.active(), "A running VM cannot be renamed.");
          tell(found, "undefined (renamed)");
          found.rename(newName);
          tell(found, "defined (renamed)");
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
            vms.remove(vm);
          }
          tell(found, "undefined (removed)");
        });
  }

  @Override
  public UUID define(String xml) {
    DomainXml wanted = DomainXml.parse(xml);
    SimulatedVm.requireName(wanted.name());
    synchronized (lock) {
      SimulatedVm.requireFree(wanted.name(), vms.values());
      UUID given = wanted.uuid();
      UUID uuid = given == null ? new UUID(random.nextLong(), random.nextLong()) : given;
      if (vms.containsKey(uuid)) {
        throw new OperationException(ErrorCode.NAME_TAKEN, "A VM with this UUID is there already.");
      }
      SimulatedVm vm = SimulatedVm.fresh(uuid, wanted, xml);
      vms.put(uuid, vm);
      tell(vm, "defined (added)");
      return uuid;
    }
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
          tell(found, "defined (updated)");
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
    listener = newListener;
    tell(new HypervisorEvent.Connected());
  }

  @Override
  public void close() {
    closed = true;
    teller.shutdownNow();
  }

  private List<DomainXml> domains() {
    synchronized (lock) {
      return vms.values().stream().map(SimulatedVm::xml).toList();
    }
  }

  private void powerOff(SimulatedVm vm, String why) {
    vm.off(why);
    if (vm.config == null) {
      vms.remove(vm.uuid);
    }
    tell(vm, "stopped (" + why + ")");
  }

  private void act(UUID vm, Consumer<SimulatedVm> deed) {
    with(
        vm,
        found -> {
          deed.accept(found);
          return found;
        });
  }

  /** What {@code body} makes of a VM that nobody else touches meanwhile. */
  <T> T with(UUID vm, Function<SimulatedVm, T> body) {
    synchronized (lock) {
      catchUp();
      SimulatedVm found = vms.get(vm);
      if (found == null) {
        throw new OperationException(ErrorCode.NOT_FOUND, "There is no VM " + vm + ".");
      }
      return body.apply(found);
    }
  }

  /** Does what guests planned to do by now. */
  private void catchUp() {
    if (closed) {
      throw new OperationException(ErrorCode.HYPERVISOR_LOST, "The simulation has ended.");
    }
    for (Plans.Plan plan : plans.due(clock.instant())) {
      SimulatedVm vm = vms.get(plan.vm());
      if (vm != null && vm.state == VmState.RUNNING) {
        plan.deed().accept(vm);
      }
    }
  }

  void tell(SimulatedVm vm, String what) {
    tell(new HypervisorEvent.VmChanged(vm.uuid, vm.name, what));
  }

  private void tell(HypervisorEvent event) {
    try {
      teller.execute(() -> listener.accept(event));
    } catch (RejectedExecutionException e) {
      // Closed: nobody listens any more.
      closed = true;
    }
  }
}
