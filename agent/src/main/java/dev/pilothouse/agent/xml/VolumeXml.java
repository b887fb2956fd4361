package dev.pilothouse.agent.xml;

import dev.pilothouse.fleet.model.Volume;
import org.w3c.dom.Element;

/** {@code <volume>}. */
public final class VolumeXml {
  private VolumeXml() {}

  /** Reads what virStorageVolGetXMLDesc gives. */
  public static Volume parse(String xml) {
    Element volume = Xml.parse(xml);
    Element target = Xml.child(volume, "target");
    return new Volume(
        Xml.text(volume, "name"),
        Xml.text(target, "path"),
        Xml.attribute(Xml.child(target, "format"), "type"),
        BytesXml.of(Xml.child(volume, "capacity")),
        BytesXml.of(Xml.child(volume, "allocation")),
        Xml.text(Xml.child(volume, "backingStore"), "path"));
  }
}
