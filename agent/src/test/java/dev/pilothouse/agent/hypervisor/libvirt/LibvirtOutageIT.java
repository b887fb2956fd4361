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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
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

  /** What a libvirtd leaves behind that was killed between noting a start and running QEMU. */
  @Test
  void a_start_that_was_cut_short_for_good_holds_up_no_other_vm() throws IOException {
    Guest other = Guest.tiny("other");
    host.define(other);
    host.virsh("start", other.name());
    host.virsh("start", guest.name());
    host.stopLibvirtd();
    Path state = host.directory().resolve("run/libvirt/qemu/" + guest.name() + ".xml");
    Files.writeString(
        state,
        Files.readString(state)
            .replaceFirst(
                "<domstatus [^>]*>", "<domstatus state='paused' reason='starting up' pid='0'>")
            .replaceFirst("<job [^>]*/>", "<job type='none' async='start' flags='0x0'/>"));
    host.startLibvirtd();
    await().atMost(LIMIT).until(() -> events.contains(new HypervisorEvent.Connected()));
    assertThat(hypervisor.find(guest.uuid()).orElseThrow().reason()).isEqualTo("starting up");
    // libvirt itself waits 30 s for a domain that another job holds; a look takes milliseconds.
    CompletableFuture<Map<UUID, Long>> times = CompletableFuture.supplyAsync(hypervisor::cpuTimes);
    await().atMost(Duration.ofSeconds(20)).until(times::isDone);
    assertThat(times.join()).containsKey(other.uuid());
    assertThat(hypervisor.list()).hasSize(2);
  }
}
