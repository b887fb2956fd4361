package dev.pilothouse.agent.xml;

import dev.pilothouse.fleet.model.VmNeeds;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** What ties a {@code <domain>} to hosts: its CPU, its huge pages, and devices of the host. */
final class NeedsXml {
  private NeedsXml() {}

  static VmNeeds read(Element domain) {
    Element cpu = Xml.child(domain, "cpu");
    String mode = Xml.attribute(cpu, "mode");
    String model = Xml.text(cpu, "model").strip();
    boolean custom = mode.equals("custom") || (mode.isEmpty() && !model.isEmpty());
    Element devices = Xml.child(domain, "devices");
    List<String> held =
        Stream.concat(
                Xml.children(devices, "hostdev").stream().map(NeedsXml::device),
                Xml.children(devices, "interface").stream()
                    .filter(nic -> Xml.attribute(nic, "type").equals("hostdev"))
                    .map(nic -> address("pci", Xml.child(nic, "source"))))
            .toList();
    return new VmNeeds(
        custom ? "custom" : mode,
        custom ? model : "",
        Xml.child(Xml.child(domain, "memoryBacking"), "hugepages") != null,
        held);
  }

  private static String device(Element hostdev) {
    Element source = Xml.child(hostdev, "source");
    String type = Xml.attribute(hostdev, "type");
    return switch (type) {
      case "usb" -> usb(source);
      case "scsi" -> "scsi " + Xml.attribute(Xml.child(source, "adapter"), "name");
      case "scsi_host" -> "scsi_host " + Xml.attribute(source, "wwpn");
      default -> address(type, source);
    };
  }

  private static String usb(@Nullable Element source) {
    String vendor = Xml.attribute(Xml.child(source, "vendor"), "id");
    String product = Xml.attribute(Xml.child(source, "product"), "id");
    if (!vendor.isEmpty()) {
      return "usb " + hex(vendor) + ":" + hex(product);
    }
    Element address = Xml.child(source, "address");
    return "usb bus " + Xml.attribute(address, "bus") + " device " + attribute(address, "device");
  }

  /** Of PCI as lspci(8) writes it; a mediated device has a UUID instead. */
  private static String address(String type, @Nullable Element source) {
    Element address = Xml.child(source, "address");
    String uuid = Xml.attribute(address, "uuid");
    if (!uuid.isEmpty()) {
      return type + " " + uuid;
    }
    return "%s %s:%s:%s.%s"
        .formatted(
            type,
            attribute(address, "domain"),
            attribute(address, "bus"),
            attribute(address, "slot"),
            attribute(address, "function"));
  }

  private static String attribute(@Nullable Element address, String name) {
    return hex(Xml.attribute(address, name));
  }

  private static String hex(String number) {
    return number.startsWith("0x") ? number.substring(2) : number;
  }
}
