package dev.pilothouse.agent.operation.network;

import dev.pilothouse.agent.xml.XmlText;
import dev.pilothouse.fleet.model.Subnet;
import dev.pilothouse.fleet.operation.NetworkOperation.CreateNetwork;
import dev.pilothouse.fleet.operation.NetworkOperation.Mode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code <network>} as virNetworkDefineXML takes it. */
final class NewNetworkXml {
  private NewNetworkXml() {}

  static String of(CreateNetwork wanted, UUID uuid) {
    XmlText xml = new XmlText("network");
    xml.text("name", wanted.network()).text("uuid", uuid);
    switch (wanted.mode()) {
      case NAT -> xml.open("forward").attribute("mode", "nat").close();
      case ROUTE -> xml.open("forward").attribute("mode", "route").close();
      case BRIDGE -> xml.open("forward").attribute("mode", "bridge").close();
      case ISOLATED -> {}
    }
    if (wanted.bridge() != null) {
      xml.open("bridge").attribute("name", wanted.bridge()).close();
    }
    if (wanted.address() != null && wanted.mode() != Mode.BRIDGE) {
      address(xml, Subnet.parse(wanted.address()), wanted.dhcp());
    }
    return xml.end();
  }

  private static void address(XmlText xml, Subnet subnet, @Nullable String dhcp) {
    xml.open("ip")
        .attribute("family", subnet.ipv6() ? "ipv6" : "ipv4")
        .attribute("address", subnet.address())
        .attribute("prefix", subnet.prefix());
    if (dhcp != null) {
      Subnet.Range range = subnet.range(dhcp);
      xml.open("dhcp");
      xml.open("range").attribute("start", range.first()).attribute("end", range.last()).close();
      xml.close();
    }
    xml.close();
  }
}
