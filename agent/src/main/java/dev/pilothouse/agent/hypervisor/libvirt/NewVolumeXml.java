package dev.pilothouse.agent.hypervisor.libvirt;

import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.xml.XmlText;

/** {@code <volume>} as virStorageVolCreateXML takes it. */
final class NewVolumeXml {
  private NewVolumeXml() {}

  static String of(NewVolume volume) {
    XmlText xml = new XmlText("volume");
    xml.text("name", volume.name());
    xml.open("capacity").attribute("unit", "bytes").text(volume.capacityBytes()).close();
    xml.open("allocation")
        .attribute("unit", "bytes")
        .text(volume.preallocate() ? volume.capacityBytes() : 0)
        .close();
    xml.open("target").open("format").attribute("type", volume.format()).close();
    if (volume.format().equals("qcow2")) {
      // Unsaid, libvirt makes the form of 2010, which lacks cheap zeroes and repair marks.
      xml.text("compat", "1.1");
    }
    xml.close();
    if (volume.backing() != null) {
      xml.open("backingStore").text("path", volume.backing());
      xml.open("format").attribute("type", String.valueOf(volume.backingFormat())).close();
      xml.close();
    }
    return xml.end();
  }
}
