package dev.pilothouse.agent.xml;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.w3c.dom.Element;

/**
 * {@code <network>}.
 *
 * @param bridge empty when there is none yet
 * @param mode {@code isolated} without {@code <forward>}
 * @param addresses the host's own, as {@code 192.168.122.1/24}
 */
public record NetworkXml(
    String name, UUID uuid, String bridge, String mode, List<String> addresses) {
  private static final String ISOLATED = "isolated";

  public NetworkXml {
    addresses = List.copyOf(addresses);
  }

  /** Reads what virNetworkGetXMLDesc gives. */
  public static NetworkXml parse(String xml) {
    Element network = Xml.parse(xml);
    Element forward = Xml.child(network, "forward");
    String mode = Xml.attribute(forward, "mode");
    List<String> addresses = new ArrayList<>();
    for (Element ip : Xml.children(network, "ip")) {
      addresses.add(address(ip));
    }
    return new NetworkXml(
        Xml.text(network, "name"),
        UUID.fromString(Xml.text(network, "uuid").strip()),
        Xml.attribute(Xml.child(network, "bridge"), "name"),
        forward == null ? ISOLATED : mode.isEmpty() ? "nat" : mode,
        addresses);
  }

  private static String address(Element ip) {
    String address = Xml.attribute(ip, "address");
    String prefix = Xml.attribute(ip, "prefix");
    String mask = Xml.attribute(ip, "netmask");
    if (prefix.isEmpty() && mask.matches("[0-9.]{7,15}")) {
      prefix = Integer.toString(bits(mask));
    }
    return prefix.isEmpty() ? address : address + "/" + prefix;
  }

  private static int bits(String mask) {
    try {
      int bits = 0;
      for (byte part : InetAddress.getByName(mask).getAddress()) {
        bits += Integer.bitCount(part & 0xff);
      }
      return bits;
    } catch (UnknownHostException e) {
      return 0;
    }
  }
}
