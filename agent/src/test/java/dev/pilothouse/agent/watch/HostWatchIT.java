package dev.pilothouse.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.libvirt.LibvirtHypervisor;
import dev.pilothouse.fleet.bus.AgentLine;
import dev.pilothouse.fleet.bus.Bus;
import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.bus.memory.MemoryWorld;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.wire.SigningKey;
import dev.pilothouse.fleet.wire.TrustedKeys;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From virsh, typed by somebody else, to the control room. */
class HostWatchIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @Test
  void what_others_do_shows_also_when_libvirt_was_away() {
    SigningKey key = SigningKey.generate();
    Clock clock = Clock.systemUTC();
    Guest guest = Guest.tiny("watched");
    VmRef ref = new VmRef("h1", guest.uuid());
    try (Lab lab = Lab.open();
        LabHost host = lab.host("h1");
        MemoryWorld world = new MemoryWorld();
        Bus agentBus = world.connect();
        Bus nodeBus = world.connect();
        Hypervisor hypervisor = LibvirtHypervisor.open(host.uri(), "test", clock);
        AgentLine line = AgentLine.open(agentBus, "h1", TrustedKeys.of(key));
        HostWatch watch = HostWatch.start(hypervisor, line, clock);
        ControlRoom room = ControlRoom.open(nodeBus, key, "node1")) {
      assertThat(watch).isNotNull();
      await().atMost(LIMIT).until(() -> presence(room) == Presence.ONLINE);

      host.define(guest);
      await().atMost(LIMIT).until(() -> state(room, ref) == VmState.SHUT_OFF);
      host.virsh("start", guest.name());
      await().atMost(LIMIT).until(() -> state(room, ref) == VmState.RUNNING);
      await().atMost(LIMIT).until(() -> notice(room, "started (booted)"));
      await()
          .atMost(LIMIT)
          .until(() -> vm(room, ref).filter(vm -> vm.cpuPercent() > 0).isPresent());
      host.virsh("desc", guest.name(), "--live", "--title", "seen");
      await()
          .atMost(LIMIT)
          .until(() -> vm(room, ref).filter(vm -> vm.title().equals("seen")).isPresent());

      host.killLibvirtd();
      await().atMost(LIMIT).until(() -> presence(room) == Presence.OFFLINE);
      assertThat(state(room, ref)).as("last known").isEqualTo(VmState.RUNNING);
      String pid = host.exec(List.of("cat", "/run/libvirt/qemu/" + guest.name() + ".pid")).strip();
      host.exec(List.of("kill", "-KILL", pid));
      host.startLibvirtd();
      await().atMost(LIMIT).until(() -> presence(room) == Presence.ONLINE);
      await().atMost(LIMIT).until(() -> state(room, ref) == VmState.SHUT_OFF);
      await().atMost(LIMIT).until(() -> notice(room, "libvirt is back"));
    }
  }

  private static @Nullable Presence presence(ControlRoom room) {
    Host host = room.fleet().host("h1");
    return host == null ? null : host.presence();
  }

  private static @Nullable VmState state(ControlRoom room, VmRef ref) {
    return vm(room, ref).map(Vm::state).orElse(null);
  }

  private static Optional<Vm> vm(ControlRoom room, VmRef ref) {
    return Optional.ofNullable(room.fleet().vm(ref));
  }

  private static boolean notice(ControlRoom room, String what) {
    return room.notices(50).stream().anyMatch(notice -> notice.what().equals(what));
  }
}
