package dev.pilothouse.fleet.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The fold of the fleet's events. */
class FleetTest {
  private static final Instant AT = Instant.parse("2026-11-23T06:30:00Z");

  private final Vm web = Vms.vm("h1", "web01").build();
  private final Vm mail = Vms.vm("h1", "mail").build();

  private final Fleet fleet =
      Fleet.empty()
          .apply(new FleetEvent.HostReported("h1", Vms.facts(), AT))
          .apply(new FleetEvent.VmsListed("h1", List.of(web, mail)));

  @Test
  void aReportMakesAHostKnownAndOnline() {
    Host host = Objects.requireNonNull(fleet.host("h1"));
    assertThat(host).isEqualTo(new Host("h1", Vms.facts(), Presence.ONLINE, AT));
    assertThat(fleet.vms("h1")).containsExactlyInAnyOrder(web, mail);
    assertThat(fleet.vmCount()).isEqualTo(2);
    assertThat(fleet.vms("h9")).isEmpty();
    assertThat(fleet.host("h9")).isNull();
  }

  @Test
  void aReportWithoutLibvirtMeansOffline() {
    Fleet lost = fleet.apply(new FleetEvent.HostReported("h1", Vms.factsWithoutLibvirt(), AT));
    assertThat(Objects.requireNonNull(lost.host("h1")).presence()).isEqualTo(Presence.OFFLINE);
    assertThat(lost.vmCount()).isEqualTo(2);
  }

  @Test
  void presenceChangesKeepEverythingElse() {
    Fleet stale = fleet.apply(new FleetEvent.PresenceChanged("h1", Presence.STALE));
    assertThat(Objects.requireNonNull(stale.host("h1")).presence()).isEqualTo(Presence.STALE);
    assertThat(stale.vms("h1")).hasSize(2);
    assertThat(stale.apply(new FleetEvent.PresenceChanged("h1", Presence.STALE))).isSameAs(stale);
    assertThat(fleet.apply(new FleetEvent.PresenceChanged("h9", Presence.STALE))).isSameAs(fleet);
  }

  @Test
  void whatAHostHasStaysUntilItSaysSomethingElseOrIsForgotten() {
    assertThat(fleet.inventory("h1")).isEqualTo(Inventory.EMPTY);
    Fleet equipped = fleet.apply(new FleetEvent.InventoryReported("h1", Vms.inventory()));
    assertThat(equipped.inventory("h1").pool("default")).isPresent();
    assertThat(equipped.apply(new FleetEvent.VmGone(web.ref())).inventory("h1"))
        .isEqualTo(Vms.inventory());
    assertThat(equipped.apply(new FleetEvent.HostForgotten("h1")).inventory("h1"))
        .isEqualTo(Inventory.EMPTY);
  }

  @Test
  void withoutAWordTheUsualPoolAndNetworkAreMeant() {
    assertThat(Vms.inventory().usualPool()).get().extracting(Pool::name).isEqualTo("default");
    assertThat(Vms.inventory().usualNetwork())
        .get()
        .extracting(VirtualNetwork::name)
        .isEqualTo("default");
    assertThat(Inventory.EMPTY.usualPool()).isEmpty();
    assertThat(Inventory.EMPTY.usualNetwork()).isEmpty();
  }

  @Test
  void vmsComeChangeAndGo() {
    Vm running = Vms.vm("h1", "web01").running(AT).build();
    Fleet changed = fleet.apply(new FleetEvent.VmChanged(running));
    assertThat(changed.vm(web.ref())).isEqualTo(running);
    assertThat(changed.vmCount()).isEqualTo(2);
    Fleet gone = changed.apply(new FleetEvent.VmGone(web.ref()));
    assertThat(gone.vm(web.ref())).isNull();
    assertThat(gone.vmCount()).isEqualTo(1);
    assertThat(gone.apply(new FleetEvent.VmGone(web.ref())).vmCount()).isEqualTo(1);
    assertThat(fleet.vm(web.ref())).isEqualTo(web);
  }

  @Test
  void aListReplacesWhatWasThere() {
    Fleet listed = fleet.apply(new FleetEvent.VmsListed("h1", List.of(mail)));
    assertThat(listed.vms("h1")).containsExactly(mail);
    assertThat(listed.vmCount()).isEqualTo(1);
  }

  @Test
  void figuresOfUnknownVmsAreIgnored() {
    Vm unknown = Vms.vm("h1", "unknown").build();
    Fleet sampled =
        fleet.apply(
            new FleetEvent.CpuSampled(
                "h1", Map.of(web.ref().uuid(), 50.0, unknown.ref().uuid(), 10.0)));
    assertThat(Objects.requireNonNull(sampled.vm(web.ref())).cpuPercent()).isEqualTo(50.0);
    assertThat(sampled.vmCount()).isEqualTo(2);
  }

  @Test
  void aForgottenHostTakesItsVmsWithIt() {
    Fleet forgotten = fleet.apply(new FleetEvent.HostForgotten("h1"));
    assertThat(forgotten.hosts()).isEmpty();
    assertThat(forgotten.vmCount()).isZero();
  }

  @Test
  void everyChangeRaisesTheRevision() {
    assertThat(fleet.apply(new FleetEvent.VmChanged(web)).revision())
        .isGreaterThan(fleet.revision());
  }

  /** 50,000 VMs on 50 hosts: what one change allocates must not depend on how many there are. */
  @Test
  void oneChangeSharesAllThatDidNotChange() {
    Fleet small = fleetOf(1, 1_000);
    Fleet large = fleetOf(50, 1_000);
    assertThat(large.vmCount()).isEqualTo(50_000);
    Vm changed = Vms.vm("h0", "vm7").running(AT).build();

    Fleet next = large.apply(new FleetEvent.VmChanged(changed));

    for (Vm vm : large.vms("h0")) {
      if (!vm.ref().equals(changed.ref())) {
        assertThat(next.vm(vm.ref())).isSameAs(vm);
      }
    }
    for (int host = 1; host < 50; host++) {
      assertThat(next.vms("h" + host)).isSameAs(large.vms("h" + host));
    }
    assertThat(allocatedBy(large, changed)).isLessThan(16 * 1024);
    assertThat(allocatedBy(large, changed)).isLessThan(3 * allocatedBy(small, changed) + 4_096);
  }

  private static Fleet fleetOf(int hosts, int each) {
    Fleet fleet = Fleet.empty();
    for (int h = 0; h < hosts; h++) {
      String host = "h" + h;
      fleet =
          fleet
              .apply(new FleetEvent.HostReported(host, Vms.facts(), AT))
              .apply(
                  new FleetEvent.VmsListed(
                      host,
                      IntStream.range(0, each)
                          .mapToObj(i -> Vms.vm(host, "vm" + i).build())
                          .toList()));
    }
    return fleet;
  }

  /** Bytes, the mean of many so that what the first call loads does not count. */
  private static long allocatedBy(Fleet fleet, Vm vm) {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    FleetEvent event = new FleetEvent.VmChanged(vm);
    Fleet warm = fleet;
    for (int i = 0; i < 100; i++) {
      warm = warm.apply(event);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1_000; i++) {
      warm = warm.apply(event);
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / 1_000;
  }

  @Test
  void aVmThatMigratesIsOwnedByTheHostItLeavesUntilItRunsAtTheOther() {
    Vm leaving = Vms.vm("h1", "web01").running(AT).build();
    Vm arriving = Vms.at("h2", Vms.vm("h1", "web01").state(VmState.PAUSED, Vm.ARRIVING).build());
    Fleet both =
        fleet
            .apply(new FleetEvent.HostReported("h2", Vms.facts(), AT))
            .apply(new FleetEvent.VmChanged(leaving))
            .apply(new FleetEvent.VmChanged(arriving));
    assertThat(both.owner(leaving.ref().uuid())).contains(leaving);
    assertThat(both.owns(arriving.ref())).isFalse();
    assertThat(both.vmCount()).isEqualTo(2);
    assertThat(both.residents("h2")).isEmpty();
    assertThat(both.vms("h2")).containsExactly(arriving);

    Vm arrived = Vms.at("h2", leaving);
    Vm left = Vms.vm("h1", "web01").state(VmState.PAUSED, "migration").build();
    Fleet switching =
        both.apply(new FleetEvent.VmChanged(left)).apply(new FleetEvent.VmChanged(arrived));
    assertThat(switching.owner(leaving.ref().uuid())).contains(arrived);
    assertThat(switching.vmCount()).isEqualTo(3);
    Fleet over = switching.apply(new FleetEvent.VmGone(left.ref()));
    assertThat(over.owner(leaving.ref().uuid())).contains(arrived);
    assertThat(over.vmCount()).isEqualTo(2);
    assertThat(over.apply(new FleetEvent.VmGone(arrived.ref())).owner(leaving.ref().uuid()))
        .isEmpty();
  }

  @Test
  void ofTwoThatRunTheOneOfAHostThatAnswersCounts() {
    Vm lastKnown = Vms.vm("h1", "web01").running(AT).build();
    Vm here = Vms.at("h2", lastKnown);
    Fleet both =
        fleet
            .apply(new FleetEvent.HostReported("h2", Vms.facts(), AT))
            .apply(new FleetEvent.VmChanged(lastKnown))
            .apply(new FleetEvent.VmChanged(here));
    assertThat(both.owner(here.ref().uuid())).contains(lastKnown);
    assertThat(
            both.apply(new FleetEvent.PresenceChanged("h1", Presence.STALE))
                .owner(here.ref().uuid()))
        .contains(here);
  }

  @Test
  void theCountStaysTrueWhateverArrivesAndGoes() {
    Vm arriving = Vms.vm("h1", "new").state(VmState.PAUSED, Vm.ARRIVING).build();
    Fleet more = fleet.apply(new FleetEvent.VmsListed("h1", List.of(web, mail, arriving)));
    assertThat(more.vmCount()).isEqualTo(2);
    assertThat(more.apply(new FleetEvent.VmGone(arriving.ref())).vmCount()).isEqualTo(2);
    assertThat(
            more.apply(new FleetEvent.VmChanged(Vms.vm("h1", "new").running(AT).build())).vmCount())
        .isEqualTo(3);
    assertThat(more.apply(new FleetEvent.VmGone(Vms.ref("h1", "nobody"))).vmCount()).isEqualTo(2);
    assertThat(more.apply(new FleetEvent.HostForgotten("h1")).vmCount()).isZero();
  }
}
