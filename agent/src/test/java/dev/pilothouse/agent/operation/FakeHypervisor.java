package dev.pilothouse.agent.operation;

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
import dev.pilothouse.agent.hypervisor.simulated.SimulatedConfiguration;
import dev.pilothouse.agent.hypervisor.simulated.SimulatedDisplays;
import dev.pilothouse.agent.hypervisor.simulated.SimulatedNetworks;
import dev.pilothouse.agent.hypervisor.simulated.SimulatedNics;
import dev.pilothouse.agent.hypervisor.simulated.SimulatedSnapshots;
import dev.pilothouse.agent.hypervisor.simulated.SimulatedStorage;
import dev.pilothouse.agent.xml.DomainCapabilitiesXml;
import dev.pilothouse.fleet.model.CpuSupport;
import dev.pilothouse.fleet.model.HostFacts;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** VMs in memory that keep count of every effect, on a connection that breaks on demand. */
final class FakeHypervisor implements Hypervisor {
  static final String HOST = "h1";

  /** Every effect, as {@code start web}. */
  final List<String> effects = new CopyOnWriteArrayList<>();

  volatile boolean guestsObey = true;
  volatile boolean lost;
  private final Storage storage = new SimulatedStorage(List::of);
  private final Networks networks = Counted.part(this, Networks.class, new SimulatedNetworks());
  private final FakeParts parts = new FakeParts(this);
  private final Configuration configuration =
      Counted.part(this, Configuration.class, new SimulatedConfiguration(parts));
  private final Nics nics = Counted.part(this, Nics.class, new SimulatedNics(parts));
  private final Snapshots snapshots =
      Counted.part(this, Snapshots.class, new SimulatedSnapshots(parts, InstantSource.system()));
  private final Map<UUID, FakeMachine> machines = new LinkedHashMap<>();
  private final Faults faults = new Faults();
  private Consumer<HypervisorEvent> listener = event -> {};
  private long starts;

  synchronized VmRef add(String name, VmState state) {
    UUID uuid = UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    FakeMachine machine = new FakeMachine(name, FakeMachine.xmlOf(name, uuid));
    machine.state = state;
    machine.startedAt = state.active() ? Instant.ofEpochSecond(1_000_000 + 100 * starts++) : null;
    machines.put(uuid, machine);
    return new VmRef(HOST, uuid);
  }

  void failNext(String method, Faults.Fault fault) {
    faults.failNext(method, fault);
  }

  /** The next call of the method waits until the latch opens. */
  CountDownLatch blockNext(String method) {
    return faults.blockNext(method);
  }

  /** Blocks that nobody has run into yet. */
  int blocked() {
    return faults.blocked();
  }

  /** Somebody else changes a VM. */
  synchronized void set(VmRef vm, VmState state, String reason) {
    FakeMachine machine = machine(vm.uuid());
    machine.state = state;
    machine.reason = reason;
    machine.startedAt = state.active() ? Instant.ofEpochSecond(1_000_000 + 100 * starts++) : null;
    listener.accept(new HypervisorEvent.VmChanged(vm.uuid(), machine.name, reason));
  }

  synchronized void setXml(VmRef vm, String xml) {
    machine(vm.uuid()).xml = xml;
  }

  VmState state(VmRef vm) {
    return look(vm.uuid()).orElseThrow().state();
  }

  boolean has(VmRef vm) {
    return look(vm.uuid()).isPresent();
  }

  synchronized List<String> names() {
    return machines.values().stream().map(m -> m.name).toList();
  }

  @Override
  public String hostName() {
    return HOST;
  }

  @Override
  public HostFacts facts() {
    return new HostFacts(
        "fake:///", "cpu", 2, 1L << 32, 1L << 31, 0.1, "9.0.0", "none", "1", !lost);
  }

  @Override
  public List<Vm> list() {
    before("list");
    synchronized (this) {
      return machines.keySet().stream().map(u -> look(u).orElseThrow()).toList();
    }
  }

  @Override
  public Optional<Vm> find(UUID vm) {
    before("find");
    return look(vm);
  }

  @Override
  public Map<UUID, Long> cpuTimes() {
    return Map.of();
  }

  @Override
  public DomainCapabilitiesXml capabilities(String type) {
    before("capabilities");
    return new DomainCapabilitiesXml(
        type,
        "pc-q35-7.2",
        "x86_64",
        8,
        false,
        false,
        false,
        true,
        Set.of("maximum"),
        Set.of("virtio", "sata"),
        Set.of("vga"),
        Set.of("vnc"));
  }

  @Override
  public Storage storage() {
    return storage;
  }

  @Override
  public Networks networks() {
    return networks;
  }

  /** Its VMs have none; those of {@code SimulatedHypervisor} have. */
  @Override
  public Disks disks() {
    throw new OperationException(ErrorCode.UNSUPPORTED, "no disks here");
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
  public Migrations migrations() {
    throw new OperationException(ErrorCode.UNSUPPORTED, "no migrations here");
  }

  @Override
  public Consoles consoles() {
    throw new OperationException(ErrorCode.UNSUPPORTED, "no consoles here");
  }

  @Override
  public Displays displays() {
    return new SimulatedDisplays(vm -> parts.xml(vm, Configuration.Scope.LIVE));
  }

  @Override
  public CpuSupport cpuSupport() {
    return new CpuSupport("", List.of());
  }

  @Override
  public void start(UUID vm) {
    effect("start", vm, VmState.SHUT_OFF, m -> become(m, VmState.RUNNING, "booted"));
  }

  @Override
  public void requestShutdown(UUID vm) {
    effect(
        "shutdown",
        vm,
        VmState.RUNNING,
        m -> {
          if (guestsObey) {
            become(m, VmState.SHUT_OFF, "shutdown");
          }
        });
  }

  @Override
  public void requestReboot(UUID vm) {
    effect("reboot", vm, VmState.RUNNING, m -> {});
  }

  @Override
  public void reset(UUID vm) {
    effect("reset", vm, VmState.RUNNING, m -> {});
  }

  @Override
  public void forceOff(UUID vm) {
    effect("forceOff", vm, null, m -> become(m, VmState.SHUT_OFF, "destroyed"));
  }

  @Override
  public void pause(UUID vm) {
    effect("pause", vm, VmState.RUNNING, m -> m.state = VmState.PAUSED);
  }

  @Override
  public void resume(UUID vm) {
    effect("resume", vm, VmState.PAUSED, m -> m.state = VmState.RUNNING);
  }

  @Override
  public void setAutostart(UUID vm, boolean on) {
    effect("autostart", vm, null, m -> m.autostart = on);
  }

  @Override
  public void rename(UUID vm, String newName) {
    effect("rename", vm, VmState.SHUT_OFF, m -> m.name = newName);
  }

  @Override
  public void undefine(UUID vm) {
    effect("undefine", vm, null, m -> machines.remove(vm));
  }

  @Override
  public UUID define(String xml) {
    before("define");
    UUID uuid = UUID.fromString(FakeMachine.between("uuid", xml));
    String name = FakeMachine.between("name", xml);
    synchronized (this) {
      if (machines.containsKey(uuid) || names().contains(name)) {
        throw new OperationException(ErrorCode.NAME_TAKEN, "domain exists");
      }
      machines.put(uuid, new FakeMachine(name, xml));
      effects.add("define " + name);
    }
    after("define");
    return uuid;
  }

  @Override
  public void redefine(UUID vm, String xml) {
    effect("redefine", vm, null, m -> m.xml = xml);
  }

  @Override
  public String xml(UUID vm, boolean inactive) {
    before("xml");
    synchronized (this) {
      String live = machine(vm).live;
      return inactive || live == null ? machine(vm).xml : live;
    }
  }

  @Override
  public String secureXml(UUID vm) {
    before("secureXml");
    synchronized (this) {
      return machine(vm).xml;
    }
  }

  @Override
  public synchronized void listen(Consumer<HypervisorEvent> to) {
    listener = to;
  }

  @Override
  public void close() {}

  private void effect(
      String method, UUID vm, @Nullable VmState needed, Consumer<FakeMachine> change) {
    before(method);
    synchronized (this) {
      FakeMachine machine = machine(vm);
      if (needed != null && machine.state != needed) {
        throw new OperationException(ErrorCode.WRONG_STATE, "it is " + machine.state.word());
      }
      effects.add(method + " " + machine.name);
      change.accept(machine);
    }
    after(method);
  }

  void become(FakeMachine machine, VmState state, String reason) {
    machine.state = state;
    machine.reason = reason;
    machine.startedAt = state.active() ? Instant.ofEpochSecond(1_000_000 + 100 * starts++) : null;
  }

  FakeMachine machine(UUID vm) {
    FakeMachine machine = machines.get(vm);
    if (machine == null) {
      throw new OperationException(ErrorCode.NOT_FOUND, "no such domain");
    }
    return machine;
  }

  void before(String method) {
    faults.before(method, () -> lost);
  }

  void after(String method) {
    faults.after(method);
  }

  private synchronized Optional<Vm> look(UUID uuid) {
    return Optional.ofNullable(machines.get(uuid)).map(m -> m.look(new VmRef(HOST, uuid)));
  }

  synchronized List<String> effectsOf(String name) {
    return new ArrayList<>(effects.stream().filter(e -> e.endsWith(" " + name)).toList());
  }
}
