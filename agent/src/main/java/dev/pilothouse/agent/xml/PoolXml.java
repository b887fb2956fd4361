package dev.pilothouse.agent.xml;

import java.util.UUID;
import org.w3c.dom.Element;

/**
 * {@code <pool>}.
 *
 * @param type libvirt's word, such as {@code dir}
 * @param path of {@code <target>}; empty for pools without one
 * @param capacityBytes 0 while it is not active, as the two others
 */
public record PoolXml(
    String name,
    UUID uuid,
    String type,
    String path,
    long capacityBytes,
    long allocationBytes,
    long availableBytes) {
  /** Reads what virStoragePoolGetXMLDesc gives. */
  public static PoolXml parse(String xml) {
    Element pool = Xml.parse(xml);
    return new PoolXml(
        Xml.text(pool, "name"),
        UUID.fromString(Xml.text(pool, "uuid").strip()),
        Xml.attribute(pool, "type"),
        Xml.text(Xml.child(pool, "target"), "path"),
        BytesXml.of(Xml.child(pool, "capacity")),
        BytesXml.of(Xml.child(pool, "allocation")),
        BytesXml.of(Xml.child(pool, "available")));
  }
}
