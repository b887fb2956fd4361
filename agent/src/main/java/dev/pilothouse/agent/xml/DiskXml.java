package dev.pilothouse.agent.xml;

import dev.pilothouse.fleet.model.Disk;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** {@code <disk>}. */
final class DiskXml {
  private DiskXml() {}

  static Disk read(Element disk) {
    Element target = Xml.child(disk, "target");
    String device = Xml.attribute(disk, "device");
    return new Disk(
        Xml.attribute(target, "dev"),
        Xml.attribute(target, "bus"),
        device.isEmpty() ? "disk" : device,
        source(Xml.attribute(disk, "type"), Xml.child(disk, "source")),
        Xml.attribute(Xml.child(disk, "driver"), "type"),
        Xml.child(disk, "readonly") != null,
        DiskTuningXml.read(disk));
  }

  private static String source(String type, @Nullable Element source) {
    return switch (type) {
      case "file" -> Xml.attribute(source, "file");
      case "block" -> Xml.attribute(source, "dev");
      case "dir" -> Xml.attribute(source, "dir");
      case "volume" -> joined(Xml.attribute(source, "pool"), Xml.attribute(source, "volume"));
      case "network" -> joined(Xml.attribute(source, "protocol"), Xml.attribute(source, "name"));
      default -> "";
    };
  }

  private static String joined(String in, String name) {
    return in.isEmpty() ? name : in + ":" + name;
  }
}
