package dev.pilothouse.agent.xml;

import dev.pilothouse.fleet.model.Nic;
import java.util.List;
import java.util.Locale;
import org.w3c.dom.Element;

/** {@code <interface>}. */
final class InterfaceXml {
  private InterfaceXml() {}

  static Nic read(Element nic) {
    String type = Xml.attribute(nic, "type");
    Element source = Xml.child(nic, "source");
    String plug =
        switch (type) {
          case "network" -> Xml.attribute(source, "network");
          case "bridge" -> Xml.attribute(source, "bridge");
          case "direct" -> Xml.attribute(source, "dev");
          case "internal" -> Xml.attribute(source, "name");
          default -> "";
        };
    return new Nic(
        Xml.attribute(Xml.child(nic, "mac"), "address").toLowerCase(Locale.ROOT),
        Xml.attribute(Xml.child(nic, "model"), "type"),
        plug.isEmpty() ? type : type + ":" + plug,
        List.of(),
        Xml.attribute(Xml.child(nic, "target"), "dev"),
        !Xml.attribute(Xml.child(nic, "link"), "state").equals("down"));
  }
}
