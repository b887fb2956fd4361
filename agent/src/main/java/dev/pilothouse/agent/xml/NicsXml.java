package dev.pilothouse.agent.xml;

import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** The {@code <interface>} elements of a domain's XML, as text, each by its MAC address. */
public final class NicsXml {
  private NicsXml() {}

  /** A new one, as virDomainAttachDeviceFlags takes it. */
  public static String of(String mac, String network, String model, boolean up) {
    int colon = network.indexOf(':');
    String type = network.substring(0, colon);
    XmlText xml = new XmlText("interface");
    xml.attribute("type", type);
    xml.open("mac").attribute("address", mac).close();
    xml.open("source").attribute(type, network.substring(colon + 1)).close();
    xml.open("model").attribute("type", model).close();
    if (!up) {
      xml.open("link").attribute("state", "down").close();
    }
    return xml.end();
  }

  /**
   * As it stands in the domain's XML.
   *
   * @throws OperationException NOT_FOUND
   */
  public static String element(String domain, String mac) {
    return Xml.write(known(Xml.parse(domain), mac));
  }

  /** The domain's XML with one more. */
  public static String with(String domain, String nic) {
    Element root = Xml.parse(domain);
    Element added = Xml.parse(nic);
    if (nic(root, mac(added)) != null) {
      throw new OperationException(
          ErrorCode.NAME_TAKEN, "The VM has a NIC " + mac(added) + " already.");
    }
    Element devices = Xml.child(root, "devices");
    if (devices == null) {
      devices =
          (Element) root.appendChild(root.getOwnerDocument().createElementNS(null, "devices"));
    }
    devices.appendChild(root.getOwnerDocument().importNode(added, true));
    return Xml.write(root);
  }

  /** The domain's XML without it. */
  public static String without(String domain, String mac) {
    return changed(domain, mac, nic -> nic.getParentNode().removeChild(nic));
  }

  /** The domain's XML with one in place of that of the same MAC address. */
  public static String replaced(String domain, String nic) {
    Element now = Xml.parse(nic);
    return changed(
        domain,
        mac(now),
        was -> was.getParentNode().replaceChild(was.getOwnerDocument().importNode(now, true), was));
  }

  /** An {@code <interface>} plugged into another network. */
  public static String plugged(String nic, String network) {
    int colon = network.indexOf(':');
    String type = network.substring(0, colon);
    return changed(
        nic,
        root -> {
          root.setAttribute("type", type);
          // What libvirt tells of the present port would contradict the new one.
          List.of("source", "virtualport")
              .forEach(name -> Xml.children(root, name).forEach(root::removeChild));
          child(root, "source").setAttribute(type, network.substring(colon + 1));
        });
  }

  /** An {@code <interface>} of another model, which may need another address and no driver. */
  public static String ofModel(String nic, String model) {
    return changed(
        nic,
        root -> {
          List.of("address", "driver")
              .forEach(name -> Xml.children(root, name).forEach(root::removeChild));
          child(root, "model").setAttribute("type", model);
        });
  }

  /** An {@code <interface>} whose link is up or down. */
  public static String linked(String nic, boolean up) {
    return changed(nic, root -> child(root, "link").setAttribute("state", up ? "up" : "down"));
  }

  private static String changed(String nic, Consumer<Element> change) {
    Element root = Xml.parse(nic);
    change.accept(root);
    return Xml.write(root);
  }

  private static String changed(String domain, String mac, Consumer<Element> change) {
    Element root = Xml.parse(domain);
    change.accept(known(root, mac));
    return Xml.write(root);
  }

  private static Element known(Element domain, String mac) {
    Element nic = nic(domain, mac);
    if (nic == null) {
      throw new OperationException(ErrorCode.NOT_FOUND, "The VM has no NIC " + mac + ".");
    }
    return nic;
  }

  private static @Nullable Element nic(Element domain, String mac) {
    return Xml.children(Xml.child(domain, "devices"), "interface").stream()
        .filter(nic -> mac(nic).equals(mac))
        .findFirst()
        .orElse(null);
  }

  private static String mac(Element nic) {
    return Xml.attribute(Xml.child(nic, "mac"), "address").toLowerCase(Locale.ROOT);
  }

  private static Element child(Element parent, String name) {
    Element present = Xml.child(parent, name);
    return present != null
        ? present
        : (Element) parent.appendChild(parent.getOwnerDocument().createElementNS(null, name));
  }
}
