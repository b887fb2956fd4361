package dev.pilothouse.agent.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.HypervisorEvent;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** libvirtd dies, hangs and comes back under the agent. */
class LibvirtOutageIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final Guest guest = Guest.tiny("outage");
  private final List<HypervisorEvent> events = new CopyOnWriteArrayList<>();
  private Lab lab;
  private LabHost host;
  private Hypervisor hypervisor;

  @BeforeEach
  void setUp() {
    lab = Lab.open();
    host = lab.host("h1");
    host.define(guest);
    hypervisor = LibvirtHypervisor.open(host.uri(), "test", Clock.systemUTC());
    hypervisor.listen(events::add);
    await().atMost(LIMIT).until(() -> events.contains(new HypervisorEvent.Connected()));
    events.clear();
  }

  @AfterEach
  void tearDown() {
    hypervisor.close();
    lab.close();
  }

  private boolean lost() {
    return events.stream().anyMatch(HypervisorEvent.ConnectionLost.class::isInstance);
  }

  private static void failsAsLost(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OperationException.class,
            e -> assertThat(e.failure().code()).isEqualTo(ErrorCode.HYPERVISOR_LOST));
  }

  private void worksAgain() {
    await().atMost(LIMIT).until(() -> events.contains(new HypervisorEvent.Connected()));
    events.clear();
    host.virsh("start", guest.name());
    await()
        .atMost(LIMIT)
        .until(
            () ->
                events.contains(
                    new HypervisorEvent.VmChanged(guest.uuid(), "outage", "started (booted)")));
    assertThat(hypervisor.find(guest.uuid()).orElseThrow().state()).isEqualTo(VmState.RUNNING);
  }

  @Test
  void killed_and_started_again() {
    host.killLibvirtd();
    await().atMost(LIMIT).until(this::lost);
    failsAsLost(() -> hypervisor.list());
    failsAsLost(() -> hypervisor.start(guest.uuid()));
    assertThat(hypervisor.hostName()).isEqualTo("h1");
    assertThat(hypervisor.facts().libvirtReachable()).isFalse();
    assertThat(hypervisor.facts().cpus()).isPositive();
    host.startLibvirtd();
    worksAgain();
    assertThat(hypervisor.facts().libvirtReachable()).isTrue();
  }

  @Test
  void stopped_by_a_signal_and_continued() {
    String pid = host.exec(List.of("cat", "/run/libvirtd.pid")).strip();
    host.exec(List.of("kill", "-STOP", pid));
    // Sent into the silence: it ends by keepalive.
    failsAsLost(() -> hypervisor.list());
    await().atMost(LIMIT).until(this::lost);
    failsAsLost(() -> hypervisor.list());
    events.clear();
    host.exec(List.of("kill", "-CONT", pid));
    worksAgain();
  }
}
