package dev.pilothouse.fleet.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.wire.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What agents tell, and what management nodes make of it. */
class FleetNewsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Vm web = Vms.vm("h1", "web01").build();
  private final Vm running = Vms.vm("h1", "web01").running(Instant.EPOCH).build();
  private final Vm mail = Vms.vm("h1", "mail").build();
  private final FakeFleet fleet = FakeFleet.of(web, Vms.vm("h2", "db01").build());
  private final ControlRoom room = fleet.room();
  private final FakeAgent agent = fleet.agent("h1");

  @AfterEach
  void close() {
    fleet.close();
  }

  @Test
  void aNodeThatComesLaterSeesEverything() {
    agent.change(mail);
    try (ControlRoom late = fleet.openRoom("node2")) {
      late.synced().orTimeout(30, TimeUnit.SECONDS).join();
      assertThat(late.fleet().hosts()).extracting(Host::name).containsOnly("h1", "h2");
      assertThat(late.fleet().hosts()).extracting(Host::presence).containsOnly(Presence.ONLINE);
      assertThat(late.fleet().vms("h1")).containsExactlyInAnyOrder(web, mail);
    }
  }

  @Test
  void changesRingAndShow() {
    AtomicInteger rung = new AtomicInteger();
    room.onFleet(rung::incrementAndGet);
    agent.change(running);
    agent.change(mail);
    eventually(() -> assertThat(room.fleet().vms("h1")).containsOnly(running, mail));
    agent.remove(web.ref());
    eventually(() -> assertThat(room.fleet().vms("h1")).containsOnly(mail));
    eventually(() -> assertThat(rung).hasPositiveValue());
  }

  @Test
  void figuresArrive() {
    agent.publish(new FleetEvent.CpuSampled("h1", Map.of(web.ref().uuid(), 42.0)));
    eventually(() -> assertThat(vm().cpuPercent()).isEqualTo(42.0));
    agent.change(running);
    eventually(() -> assertThat(vm()).isEqualTo(running));
  }

  @Test
  void whatAHostHasIsSeenNowAndByNodesThatComeLater() {
    agent.publish(new FleetEvent.InventoryReported("h1", Vms.inventory()));
    eventually(() -> assertThat(room.fleet().inventory("h1")).isEqualTo(Vms.inventory()));
    try (ControlRoom late = fleet.openRoom("node2")) {
      late.synced().orTimeout(30, TimeUnit.SECONDS).join();
      assertThat(late.fleet().inventory("h1")).isEqualTo(Vms.inventory());
    }
    agent.kill();
    agent.restart();
    eventually(() -> assertThat(host().presence()).isEqualTo(Presence.ONLINE));
    assertThat(room.fleet().inventory("h1")).isEqualTo(Vms.inventory());
  }

  @Test
  void aGapInTheNewsIsReadFromThePicture() {
    fleet.faults().loseDoorbells();
    agent.change(mail);
    agent.change(running);
    fleet.faults().honestDoorbells();
    // The next heartbeat shows the gap.
    eventually(() -> assertThat(room.fleet().vms("h1")).containsOnly(running, mail));
  }

  @Test
  void newsThatComesTwiceIsHarmless() {
    fleet.faults().repeatDoorbells();
    agent.change(running);
    agent.remove(web.ref());
    agent.change(mail);
    eventually(() -> assertThat(room.fleet().vms("h1")).containsOnly(mail));
  }

  @Test
  void oldNewsThatComesLateIsHarmless() {
    List<String> rings = new CopyOnWriteArrayList<>();
    Bus observer = fleet.world().connect();
    observer.subscribe(Names.FLEET_TOPIC, rings::add);
    agent.change(running);
    eventually(() -> assertThat(rings).anyMatch(ring -> ring.contains("\"vm-changed\"")));
    String old = rings.stream().filter(r -> r.contains("\"vm-changed\"")).findFirst().orElseThrow();
    agent.remove(web.ref());
    eventually(() -> assertThat(room.fleet().vms("h1")).isEmpty());

    observer.publish(Names.FLEET_TOPIC, old);
    agent.change(mail);

    eventually(() -> assertThat(room.fleet().vms("h1")).containsOnly(mail));
  }

  @Test
  void aSilentAgentTurnsItsHostStaleAndItsVmsStay() {
    agent.change(running);
    eventually(() -> assertThat(vm()).isEqualTo(running));
    agent.kill();
    eventually(() -> assertThat(host().presence()).isEqualTo(Presence.STALE));
    assertThat(vm()).isEqualTo(running);
    assertThat(room.fleet().host("h2")).extracting(h -> h.presence()).isEqualTo(Presence.ONLINE);

    agent.restart();
    eventually(() -> assertThat(host().presence()).isEqualTo(Presence.ONLINE));
  }

  @Test
  void oneNodeTellsForAllThatAnAgentFellSilentAndCameBack() {
    try (ControlRoom other = fleet.openRoom("node2")) {
      other.synced().orTimeout(30, TimeUnit.SECONDS).join();
      agent.kill();
      eventually(
          () ->
              assertThat(other.fleet().host("h1"))
                  .extracting(h -> h.presence())
                  .isEqualTo(Presence.STALE));
      eventually(
          () ->
              assertThat(stories())
                  .contains("its agent is silent; its VMs show as they were last known"));
      agent.restart();
      eventually(() -> assertThat(stories()).contains("its agent is heard again"));
      assertThat(stories()).doesNotHaveDuplicates();
    }
  }

  private List<String> stories() {
    return room.notices(100).stream()
        .map(Notice::what)
        .filter(what -> what.startsWith("its agent"))
        .toList();
  }

  @Test
  void aGoodbyeTurnsTheHostOfflineForEverybody() {
    agent.close();
    eventually(() -> assertThat(host().presence()).isEqualTo(Presence.OFFLINE));
    try (ControlRoom late = fleet.openRoom("node2")) {
      late.synced().orTimeout(30, TimeUnit.SECONDS).join();
      assertThat(Objects.requireNonNull(late.fleet().host("h1")).presence())
          .isEqualTo(Presence.OFFLINE);
      assertThat(late.fleet().vms("h1")).containsOnly(web);
    }
  }

  @Test
  void aHostIsForgottenEverywhereUntilItsAgentReportsAgain() {
    try (ControlRoom other = fleet.openRoom("node2")) {
      other.synced().orTimeout(30, TimeUnit.SECONDS).join();
      assertRefused(() -> room.forget("h1", FakeFleet.ADMIN), ErrorCode.WRONG_STATE);
      agent.close();
      eventually(() -> assertThat(host().presence()).isEqualTo(Presence.OFFLINE));
      assertRefused(
          () -> room.forget("h1", new Principal("bob", Role.OPERATOR, "test")), ErrorCode.DENIED);
      room.forget("h1", FakeFleet.ADMIN);
      for (ControlRoom each : List.of(room, other)) {
        eventually(
            () -> assertThat(each.fleet().hosts()).extracting(Host::name).containsOnly("h2"));
        assertThat(each.fleet().vms("h1")).isEmpty();
      }
      assertRefused(() -> room.forget("h1", FakeFleet.ADMIN), ErrorCode.NOT_FOUND);
      assertThat(room.notices(1)).extracting(Notice::what).first().asString().contains("ada");
      agent.restart();
      for (ControlRoom each : List.of(room, other)) {
        eventually(() -> assertThat(each.fleet().vms("h1")).containsOnly(web));
      }
    }
  }

  @Test
  void aHostWhoseAgentDiedIsForgottenOnceItIsSilent() {
    agent.kill();
    eventually(() -> assertThat(host().presence()).isEqualTo(Presence.STALE));
    room.forget("h1", FakeFleet.ADMIN);
    eventually(() -> assertThat(room.fleet().host("h1")).isNull());
  }

  private static void assertRefused(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OperationException.class, e -> assertThat(e.failure().code()).isEqualTo(code));
  }

  @Test
  void aHostWithoutLibvirtIsOffline() {
    agent.publish(new FleetEvent.HostReported("h1", Vms.factsWithoutLibvirt(), Instant.now()));
    eventually(() -> assertThat(host().presence()).isEqualTo(Presence.OFFLINE));
    agent.publish(new FleetEvent.HostReported("h1", Vms.facts(), Instant.now()));
    eventually(() -> assertThat(host().presence()).isEqualTo(Presence.ONLINE));
  }

  @Test
  void whatHappenedDuringAnOutageIsToldAfterIt() {
    fleet.faults().down();
    agent.change(mail);
    agent.remove(web.ref());
    eventually(() -> assertThat(host().presence()).isEqualTo(Presence.STALE));
    fleet.faults().up();
    eventually(() -> assertThat(room.fleet().vms("h1")).containsOnly(mail));
    eventually(() -> assertThat(host().presence()).isEqualTo(Presence.ONLINE));
  }

  @Test
  void aBusThatForgotEverythingIsFilledAgain() {
    Bus vandal = fleet.world().connect();
    vandal.updateMap(Names.HOSTS, Map.of(), Set.of("h1", "h2"));
    vandal.updateMap(Names.picture("h1"), Map.of(), vandal.readMap(Names.picture("h1")).keySet());
    fleet.faults().down();
    fleet.faults().up();
    eventually(
        () -> {
          assertThat(vandal.readMap(Names.HOSTS)).containsKeys("h1", "h2");
          assertThat(room.fleet().vms("h1")).containsOnly(web);
          assertThat(host().presence()).isEqualTo(Presence.ONLINE);
        });
  }

  @Test
  void aVmThatVanishedWhileTheAgentWasDeadVanishes() {
    agent.kill();
    agent.restart();
    agent.publish(new FleetEvent.VmsListed("h1", List.of(mail)));
    eventually(() -> assertThat(room.fleet().vms("h1")).containsOnly(mail));
  }

  @Test
  void aHostOfThousandsIsListed() {
    List<Vm> many =
        java.util.stream.IntStream.range(0, 2_000)
            .mapToObj(i -> Vms.vm("h1", "vm" + i).state(VmState.PAUSED, "user").build())
            .toList();
    agent.publish(new FleetEvent.VmsListed("h1", many));
    eventually(() -> assertThat(room.fleet().vms("h1")).hasSize(2_000));
  }

  @Test
  void anAgentCannotSpeakForAnother() {
    assertThatThrownBy(() -> agent.publish(new FleetEvent.VmChanged(Vms.vm("h2", "db01").build())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> agent.publish(new FleetEvent.HostForgotten("h1")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noticesAreKeptAndRungOnce() {
    fleet.faults().repeatDoorbells();
    List<Notice> heard = new CopyOnWriteArrayList<>();
    room.onNotice(heard::add);
    Notice first = notice("started (booted)");
    Notice again = notice("started (booted)");
    agent.publish(first);
    agent.publish(again);
    eventually(() -> assertThat(heard).containsExactly(first, again));
    assertThat(room.notices(10)).containsExactly(first, again);
    assertThat(room.notices(1)).containsExactly(again);
  }

  @Test
  void noticesOfAnOutageAreToldAfterIt() {
    List<Notice> heard = new CopyOnWriteArrayList<>();
    room.onNotice(heard::add);
    fleet.faults().down();
    Notice notice = notice("stopped (crashed)");
    agent.publish(notice);
    fleet.faults().up();
    eventually(() -> assertThat(heard).containsExactly(notice));
  }

  @Test
  void sessionsShowEverywhereUntilTheyEnd() {
    try (ControlRoom other = fleet.openRoom("node2")) {
      SessionInfo here = new SessionInfo("s1", "ada", "10.0.0.7", "tui", "node1", Instant.EPOCH);
      SessionInfo there =
          new SessionInfo("s2", "bob", "10.0.0.8", "shell", "node2", Instant.ofEpochSecond(5));
      Subscription registered = room.register(here);
      other.register(there);
      assertThat(room.sessions()).containsExactly(here, there);
      assertThat(other.sessions()).containsExactly(here, there);
      registered.close();
      assertThat(other.sessions()).containsExactly(there);
    }
    assertThat(room.sessions()).isEmpty();
  }

  private Notice notice(String what) {
    return new Notice(
        Instant.ofEpochSecond(7), Notice.Severity.INFO, "h1", web.ref(), "web01", what);
  }

  private Host host() {
    return Objects.requireNonNull(room.fleet().host("h1"));
  }

  private Vm vm() {
    return Objects.requireNonNull(room.fleet().vm(web.ref()));
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(PATIENCE).untilAsserted(assertion);
  }
}
