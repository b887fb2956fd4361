package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.hypervisor.Configuration;
import dev.pilothouse.agent.hypervisor.Configuration.Scope;
import dev.pilothouse.agent.hypervisor.Disks;
import dev.pilothouse.agent.hypervisor.Displays;
import dev.pilothouse.agent.hypervisor.HypervisorEvent;
import dev.pilothouse.agent.hypervisor.Networks;
import dev.pilothouse.agent.hypervisor.Nics;
import dev.pilothouse.agent.hypervisor.Snapshots;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The machine behind a {@link SimulatedHypervisor}: its VMs, what they will do, and who hears of
 * it. The lock of its neighbourhood guards the VMs.
 */
final class SimulatedHost implements AutoCloseable {
  final String name;
  final Clock clock;
  final Pace pace;
  final Neighbourhood neighbours;
  final Random random;
  final Plans plans = new Plans();
  final Map<UUID, SimulatedVm> vms = new LinkedHashMap<>();
  final SimulatedStorage storage;
  final Networks networks = new SimulatedNetworks();
  final Disks disks;
  final Nics nics;
  final Configuration configuration;
  final Snapshots snapshots;
  final Displays displays;
  final SimulatedMigrations migrations;
  final SimulatedConsoles consoles;
  private final ScheduledExecutorService teller =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("simulated-news").daemon().factory());
  private volatile Consumer<HypervisorEvent> listener = event -> {};
  private volatile boolean closed;

  SimulatedHost(
      String name, long seed, int count, Clock clock, Pace pace, Neighbourhood neighbours) {
    this.name = name;
    this.clock = clock;
    this.pace = pace;
    this.neighbours = neighbours;
    this.random = new Random(seed);
    this.storage = neighbours.storageOf(this);
    this.disks = new SimulatedDisks(storage, clock, plans, this::act, this::tell);
    SimulatedXmls xmls = new SimulatedXmls(this);
    this.nics = new SimulatedNics(xmls);
    this.configuration = new SimulatedConfiguration(xmls);
    this.snapshots = new SimulatedSnapshots(xmls, clock);
    this.displays = new SimulatedDisplays(vm -> xmls.xml(vm, Scope.LIVE));
    this.migrations = new SimulatedMigrations(this);
    this.consoles = new SimulatedConsoles(this);
    for (SimulatedVm vm : DemoVms.of(name, seed, count, clock.instant())) {
      vms.put(vm.uuid, vm);
    }
    neighbours.join(this);
    var unused =
        teller.scheduleWithFixedDelay(() -> locked(() -> true), 100, 100, TimeUnit.MILLISECONDS);
  }

  boolean closed() {
    return closed;
  }

  List<DomainXml> domains() {
    synchronized (neighbours.lock) {
      return vms.values().stream().map(SimulatedVm::xml).toList();
    }
  }

  /** What {@code body} finds when guests have done what they planned to do by now. */
  <T> T locked(Supplier<T> body) {
    synchronized (neighbours.lock) {
      catchUp();
      return body.get();
    }
  }

  /**
   * What {@code body} makes of a VM that nobody else touches meanwhile.
   *
   * @throws OperationException NOT_FOUND
   */
  <T> T with(UUID vm, Function<SimulatedVm, T> body) {
    return locked(
        () -> {
          SimulatedVm found = vms.get(vm);
          if (found == null) {
            throw new OperationException(ErrorCode.NOT_FOUND, "There is no VM " + vm + ".");
          }
          return body.apply(found);
        });
  }

  void act(UUID vm, Consumer<SimulatedVm> deed) {
    SimulatedVm unused =
        with(
            vm,
            found -> {
              deed.accept(found);
              return found;
            });
  }

  /** A transient VM vanishes. */
  void powerOff(SimulatedVm vm, String why) {
    vm.off(why);
    if (vm.config == null) {
      vms.remove(vm.uuid);
    }
    tell(vm, "stopped (" + why + ")");
  }

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

  void listen(Consumer<HypervisorEvent> newListener) {
    listener = newListener;
    tell(new HypervisorEvent.Connected());
  }

  void tell(SimulatedVm vm, String what) {
    consoles.heed(vm);
    tell(new HypervisorEvent.VmChanged(vm.uuid, vm.name, what));
  }

  private void tell(HypervisorEvent event) {
    later(() -> listener.accept(event));
  }

  /** In order, and not under the lock. */
  void later(Runnable task) {
    try {
      teller.execute(task);
    } catch (RejectedExecutionException e) {
      // Closed: nobody listens any more.
      closed = true;
    }
  }

  @Override
  public void close() {
    neighbours.leave(this);
    closed = true;
    teller.shutdownNow();
  }
}
