package dev.pilothouse.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.TestVm;
import dev.pilothouse.agent.hypervisor.simulated.SimulatedHypervisor;
import dev.pilothouse.agent.operation.handler.HostPolicy;
import dev.pilothouse.agent.operation.handler.Maintenance;
import dev.pilothouse.agent.operation.trash.TrashFolder;
import dev.pilothouse.fleet.bus.AgentLine;
import dev.pilothouse.fleet.bus.Bus;
import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.bus.memory.MemoryFaults;
import dev.pilothouse.fleet.bus.memory.MemoryWorld;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.HostTerms;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.wire.SigningKey;
import dev.pilothouse.fleet.wire.TrustedKeys;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostWatchTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final MemoryWorld world = new MemoryWorld();
  private final Clock clock = Clock.systemUTC();
  private Hypervisor hypervisor;
  private Bus agentBus;
  private Bus nodeBus;
  private AgentLine line;
  private HostWatch watch;
  private volatile Optional<HostTerms.Maintenance> maintenance = Optional.empty();
  @TempDir Path folder;
  private ControlRoom room;

  @BeforeEach
  void setUp() {
    SigningKey key = SigningKey.generate();
    hypervisor = SimulatedHypervisor.demo("h1", 1, 40, clock, time -> {});
    agentBus = world.connect();
    nodeBus = world.connect();
    line = AgentLine.open(agentBus, "h1", TrustedKeys.of(key));
    watch =
        HostWatch.start(
            hypervisor,
            line,
            clock,
            HostPolicy.standard(),
            new Maintenance() {
              @Override
              public Optional<HostTerms.Maintenance> now() {
                return maintenance;
              }

              @Override
              public void begin(HostTerms.Maintenance from) {
                throw new UnsupportedOperationException();
              }

              @Override
              public void end() {
                throw new UnsupportedOperationException();
              }
            },
            new TrashFolder(folder));
    room = ControlRoom.open(nodeBus, key, "node1");
    await().atMost(LIMIT).until(() -> room.fleet().vms("h1").size() == 40);
  }

  @AfterEach
  void tearDown() {
    room.close();
    watch.close();
    line.close();
    hypervisor.close();
    agentBus.close();
    nodeBus.close();
    world.close();
  }

  private static Set<Vm> still(Collection<Vm> vms) {
    return vms.stream().map(vm -> vm.withCpuPercent(-1)).collect(Collectors.toSet());
  }

  private void shown() {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertThat(still(room.fleet().vms("h1"))).isEqualTo(still(hypervisor.list())));
  }

  private UUID stopped() {
    return hypervisor.list().stream()
        .filter(vm -> vm.state() == VmState.SHUT_OFF)
        .findFirst()
        .orElseThrow()
        .ref()
        .uuid();
  }

  @Test
  void the_control_room_shows_the_host_and_its_vms() {
    shown();
    await().atMost(LIMIT).until(() -> presence() == Presence.ONLINE);
    assertThat(room.fleet().hosts())
        .singleElement()
        .satisfies(host -> assertThat(host.facts().cpus()).isEqualTo(64));
  }

  private @Nullable Presence presence() {
    Host host = room.fleet().host("h1");
    return host == null ? null : host.presence();
  }

  @Test
  void maintenance_is_told_at_once_and_with_every_heartbeat() {
    maintenance = Optional.of(new HostTerms.Maintenance(clock.instant(), "ada", 17));
    watch.host();
    await().atMost(LIMIT).until(() -> told().maintenance() != null);
    assertThat(told().maintenance()).isEqualTo(maintenance.get());
    assertThat(told().migration().uri()).isEqualTo("qemu+tls://h1/system");
    maintenance = Optional.empty();
    await().atMost(LIMIT).until(() -> told().maintenance() == null);
  }

  private HostTerms told() {
    Host host = Objects.requireNonNull(room.fleet().host("h1"));
    return Objects.requireNonNull(Objects.requireNonNull(host.facts()).terms());
  }

  @Test
  void a_start_shows_with_its_notice() {
    UUID vm = stopped();
    hypervisor.start(vm);
    shown();
    await()
        .atMost(LIMIT)
        .until(
            () ->
                room.notices(50).stream()
                    .anyMatch(
                        n ->
                            n.what().equals("started (booted)")
                                && n.vm() != null
                                && n.vm().uuid().equals(vm)));
  }

  @Test
  void a_new_vm_comes_and_a_deleted_one_goes() {
    UUID vm = hypervisor.define(TestVm.xml("kvm", "fresh"));
    shown();
    assertThat(room.fleet().vms("h1")).anyMatch(v -> v.name().equals("fresh"));
    hypervisor.undefine(vm);
    shown();
    assertThat(room.fleet().vms("h1")).noneMatch(v -> v.name().equals("fresh"));
  }

  @Test
  void running_vms_get_cpu_figures_and_stopped_ones_none() {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(room.fleet().vms("h1"))
                    .allMatch(vm -> vm.state().active() == vm.cpuPercent() >= 0));
  }

  @Test
  void what_happens_while_the_bus_is_away_shows_when_it_is_back() {
    MemoryFaults faults = new MemoryFaults(world);
    faults.down();
    UUID vm = stopped();
    hypervisor.start(vm);
    await().atMost(LIMIT).until(() -> hypervisor.find(vm).orElseThrow().state().active());
    faults.up();
    shown();
    await()
        .atMost(LIMIT)
        .until(() -> room.notices(50).stream().anyMatch(n -> n.what().equals("started (booted)")));
  }

  @Test
  void after_the_agent_says_goodbye_its_vms_stay() {
    shown();
    watch.close();
    line.close();
    await().atMost(LIMIT).until(() -> presence() == Presence.OFFLINE);
    assertThat(room.fleet().vms("h1")).hasSize(40);
  }
}
