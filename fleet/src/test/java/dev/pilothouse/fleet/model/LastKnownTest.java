package dev.pilothouse.fleet.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is known of a guest goes along when its VM migrates. */
class LastKnownTest {
  private static final Instant AT = Instant.parse("2026-11-23T06:30:00Z");
  private static final GuestOs DEBIAN = new GuestOs("Debian 12", "agent");
  private static final Nic BLANK = new Nic("52:54:00:00:00:01", "virtio", "network:lan", List.of());
  private static final List<IpAddress> ADDRESS =
      List.of(new IpAddress("192.0.2.7", IpAddress.Source.AGENT));

  private final Vm here =
      Vms.vm("h1", "web01").running(AT).os(DEBIAN).nics(BLANK.with(ADDRESS)).build();
  private final Fleet fleet =
      Fleet.empty()
          .apply(new FleetEvent.HostReported("h1", Vms.facts(), AT))
          .apply(new FleetEvent.HostReported("h2", Vms.facts(), AT))
          .apply(new FleetEvent.VmChanged(here));

  private static Vm there(VmState state, String reason) {
    return Vms.at("h2", Vms.vm("h1", "web01").state(state, reason).nics(BLANK).build());
  }

  private static Vm seen(Fleet fleet) {
    return Objects.requireNonNull(fleet.vm(new VmRef("h2", Vms.ref("h1", "web01").uuid())));
  }

  @Test
  void itHoldsUntilTheNewHostsAgentKnowsMore() {
    Fleet moved =
        fleet
            .apply(new FleetEvent.VmChanged(there(VmState.PAUSED, Vm.ARRIVING)))
            .apply(new FleetEvent.VmGone(here.ref()))
            .apply(new FleetEvent.VmChanged(there(VmState.RUNNING, "migrated")));
    assertThat(seen(moved).os()).isEqualTo(DEBIAN);
    assertThat(seen(moved).nics().getFirst().addresses()).isEqualTo(ADDRESS);

    GuestOs trixie = new GuestOs("Debian 13", "agent");
    Vm asked = there(VmState.RUNNING, "migrated").withGuest(trixie, List.of(BLANK));
    assertThat(seen(moved.apply(new FleetEvent.VmChanged(asked))).os()).isEqualTo(trixie);
  }

  @Test
  void whoStartsAnewIsAskedAnew() {
    Fleet started =
        fleet
            .apply(new FleetEvent.VmGone(here.ref()))
            .apply(new FleetEvent.VmChanged(there(VmState.RUNNING, "booted")));
    assertThat(seen(started).os().known()).isFalse();
    assertThat(seen(started).nics().getFirst().addresses()).isEmpty();
  }
}
