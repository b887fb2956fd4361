package dev.pilothouse.agent.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.agent.reach.Candidates.Candidate;
import dev.pilothouse.agent.reach.HostNetwork.Network;
import dev.pilothouse.fleet.model.IpAddress;
import dev.pilothouse.fleet.model.IpAddress.Source;
import dev.pilothouse.fleet.model.Lease;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.VirtualNetwork;
import dev.pilothouse.fleet.model.Vms;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CandidatesTest {
  private static final String MAC = "52:54:00:00:00:01";
  private static final String LEASED = "52:54:00:00:00:42";
  private static final List<VirtualNetwork> NETWORKS =
      List.of(
          new VirtualNetwork(
              "lan",
              new UUID(1, 1),
              "virbr0",
              "nat",
              true,
              true,
              true,
              List.of("192.168.50.1/24"),
              List.of(
                  new Lease("52:54:00:00:00:02", "192.168.50.99", "", null),
                  new Lease(LEASED, "192.168.50.42", "", null))));

  /** On 192.168.50.0/24 through virbr0, and on 10.0.0.0/24 through br0. */
  private static HostNetwork host() throws UnknownHostException {
    return new HostNetwork(
        Set.of(address("192.168.50.1"), address("10.0.0.5"), address("127.0.0.1")),
        Map.of(
            "lo", List.of(new Network(address("127.0.0.1"), 8)),
            "br0", List.of(new Network(address("10.0.0.5"), 24)),
            "virbr0",
                List.of(
                    new Network(address("192.168.50.1"), 24),
                    new Network(address("fd00:50::1"), 64))));
  }

  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getByName(text);
  }

  private static Candidates of(String plug, IpAddress... addresses) throws UnknownHostException {
    return Candidates.of(
        Vms.vm("h1", "web01").nics(new Nic(MAC, "virtio", plug, Arrays.asList(addresses))).build(),
        NETWORKS,
        host());
  }

  private static IpAddress claimed(String text) {
    return new IpAddress(text, Source.AGENT);
  }

  @Test
  void addressesInTheVmsNetworkInTheirOrder() throws Exception {
    Candidates found =
        of(
            "network:lan",
            claimed("192.168.50.17"),
            claimed("fd00:50::17"),
            new IpAddress("192.168.50.18", Source.LEASE),
            claimed("192.168.50.17"));

    assertThat(found.addresses())
        .containsExactly(
            new Candidate(address("192.168.50.17"), MAC, "virbr0", false),
            new Candidate(address("fd00:50::17"), MAC, "virbr0", false),
            new Candidate(address("192.168.50.18"), MAC, "virbr0", true));
    assertThat(found.refused()).isEmpty();
  }

  @Test
  void aLeaseCountsBeforeAnybodyLookedAtTheGuest() throws Exception {
    Candidates found =
        Candidates.of(
            Vms.vm("h1", "new").nics(new Nic(LEASED, "virtio", "network:lan", List.of())).build(),
            NETWORKS,
            host());

    assertThat(found.addresses())
        .containsExactly(new Candidate(address("192.168.50.42"), LEASED, "virbr0", true));
  }

  @Test
  void theHostsOwnAddressesAreNone() throws Exception {
    Candidates found = of("bridge:br0", claimed("10.0.0.5"), claimed("192.168.50.1"));

    assertThat(found.addresses()).isEmpty();
    assertThat(found.refused())
        .containsExactly("10.0.0.5 is this host's own", "192.168.50.1 is this host's own");
  }

  @Test
  void loopbackAndLinkLocalSayNothing() throws Exception {
    Candidates found =
        of(
            "network:lan",
            claimed("127.0.0.1"),
            claimed("127.9.9.9"),
            claimed("::1"),
            claimed("169.254.1.1"),
            claimed("fe80::1"),
            claimed("::ffff:127.0.0.1"));

    assertThat(found.addresses()).isEmpty();
    assertThat(found.refused()).isEmpty();
  }

  @Test
  void otherNetworksOfTheHostAreNone() throws Exception {
    Candidates found =
        of("network:lan", claimed("10.0.0.9"), claimed("192.0.2.1"), claimed("fd00:51::1"));

    assertThat(found.addresses()).isEmpty();
    assertThat(found.refused())
        .hasSize(3)
        .first()
        .asString()
        .isEqualTo(
            "10.0.0.9 is in no network that this host shares with the VM's interface at"
                + " network:lan");
  }

  @Test
  void anInterfaceThatTheHostHasNoPartInHasNone() throws Exception {
    assertThat(of("user", claimed("192.168.50.17")).addresses()).isEmpty();
    assertThat(of("direct:eth0", claimed("10.0.0.17")).addresses()).isEmpty();
    assertThat(of("network:gone", claimed("192.168.50.17")).addresses()).isEmpty();
  }

  @Test
  void whatIsNoAddressIsNeverLookedUp() throws Exception {
    Candidates found =
        of("network:lan", claimed("localhost"), claimed("redis"), claimed(""), claimed("1"));

    assertThat(found.addresses()).isEmpty();
    assertThat(found.refused()).isEmpty();
  }

  @Test
  void nobodysAddressesAreNone() throws Exception {
    assertThat(of("network:lan", claimed("0.0.0.0"), claimed("224.0.0.1")).refused())
        .containsExactly("0.0.0.0 is nobody's address", "224.0.0.1 is nobody's address");
  }

  @Test
  void aNeighbourIsKnownByItsWholeAddress() {
    assertThat(Neighbour.isOf(MAC, "192.168.50.17 lladdr 52:54:00:00:00:01 REACHABLE\n")).isTrue();
    assertThat(Neighbour.isOf("52:54:00:AB:00:01", "10.0.0.1 lladdr 52:54:00:ab:00:01 DELAY\n"))
        .isTrue();
    assertThat(Neighbour.isOf(MAC, "192.168.50.17 lladdr 52:54:00:00:00:02 REACHABLE\n")).isFalse();
    assertThat(Neighbour.isOf(MAC, "192.168.50.17 FAILED\n")).isFalse();
    assertThat(Neighbour.isOf(MAC, "")).isFalse();
  }
}
