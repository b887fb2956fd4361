package dev.pilothouse.agent.operation.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.operation.NetworkOperation.CreateNetwork;
import dev.pilothouse.fleet.operation.NetworkOperation.Mode;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NewNetworkXmlTest {
  private static final UUID ID = new UUID(0, 1);

  @Test
  void aNatNetworkHasAnAddressAndDhcp() {
    assertThat(
            NewNetworkXml.of(
                new CreateNetwork(
                    "h1",
                    "a<b>&\"c",
                    Mode.NAT,
                    null,
                    "192.168.50.1/24",
                    "192.168.50.2-192.168.50.254",
                    true),
                ID))
        .isEqualTo(
            "<network><name>a&lt;b&gt;&amp;\"c</name>"
                + "<uuid>00000000-0000-0000-0000-000000000001</uuid>"
                + "<forward mode=\"nat\"></forward>"
                + "<ip family=\"ipv4\" address=\"192.168.50.1\" prefix=\"24\">"
                + "<dhcp><range start=\"192.168.50.2\" end=\"192.168.50.254\"></range></dhcp>"
                + "</ip></network>");
  }

  @Test
  void aBridgedNetworkNamesItsBridge() {
    assertThat(
            NewNetworkXml.of(
                new CreateNetwork("h1", "lan", Mode.BRIDGE, "br0", null, null, true), ID))
        .contains("<forward mode=\"bridge\"></forward><bridge name=\"br0\"></bridge>")
        .doesNotContain("<ip");
  }

  @Test
  void anIsolatedNetworkForwardsNothing() {
    assertThat(
            NewNetworkXml.of(
                new CreateNetwork("h1", "in", Mode.ISOLATED, null, "fd00::1/64", null, false), ID))
        .contains("<ip family=\"ipv6\" address=\"fd00::1\" prefix=\"64\"></ip>")
        .doesNotContain("forward", "dhcp");
  }
}
