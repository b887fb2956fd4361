package dev.pilothouse.agent.xml;

import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.xml.XMLConstants;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/** The {@code <disk>} elements of a domain's XML, as text. */
public final class DisksXml {
  private DisksXml() {}

  /** The {@code <disk>} with that target, as it stands in the domain's XML. */
  public static Optional<String> element(String domain, String target) {
    Element disk = disk(Xml.parse(domain), target);
    return disk == null ? Optional.empty() : Optional.of(write(disk));
  }

  /** The domain's XML with one disk more. */
  public static String with(String domain, String disk) {
    return changed(
        domain,
        root -> {
          Element devices = Xml.child(root, "devices");
          if (devices == null) {
            devices = (Element) root.appendChild(root.getOwnerDocument().createElement("devices"));
          }
          devices.appendChild(root.getOwnerDocument().importNode(Xml.parse(disk), true));
          return root;
        });
  }

  /** The domain's XML without that disk. */
  public static String without(String domain, String target) {
    return changed(
        domain,
        root -> {
          Element disk = disk(root, target);
          if (disk != null) {
            disk.getParentNode().removeChild(disk);
          }
          return root;
        });
  }

  /**
   * The {@code <disk>} with that target, on another file or device; its cache, limits and the rest
   * stay.
   */
  public static Optional<String> moved(
      String domain, String target, String path, String format, boolean block) {
    Element disk = disk(Xml.parse(domain), target);
    if (disk == null) {
      return Optional.empty();
    }
    for (String name : List.of("source", "backingStore", "mirror")) {
      Xml.children(disk, name).forEach(disk::removeChild);
    }
    disk.setAttribute("type", block ? "block" : "file");
    Element driver = Xml.child(disk, "driver");
    if (driver == null) {
      driver = (Element) disk.appendChild(disk.getOwnerDocument().createElement("driver"));
      driver.setAttribute("name", "qemu");
    }
    driver.setAttribute("type", format);
    Element source = disk.getOwnerDocument().createElement("source");
    source.setAttribute(block ? "dev" : "file", path);
    disk.appendChild(source);
    return Optional.of(write(disk));
  }

  /** Where the disk with that target is being copied to; empty when it is not. */
  public static String mirror(String domain, String target) {
    Element mirror = Xml.child(disk(Xml.parse(domain), target), "mirror");
    if (mirror == null || !Xml.attribute(mirror, "job").equals("copy")) {
      return "";
    }
    Element source = Xml.child(mirror, "source");
    String file = Xml.attribute(source, "file");
    return file.isEmpty() ? Xml.attribute(source, "dev") : file;
  }

  /**
   * Whether the domain's XML names a file or a volume anywhere: as a disk, beneath one, as its
   * firmware, kernel or anything else.
   */
  public static boolean names(String domain, String path, String pool, String volume) {
    return names(Xml.parse(domain), path, pool, volume);
  }

  private static boolean names(Element element, String path, String pool, String volume) {
    if (element.getAttribute("pool").equals(pool)
        && element.getAttribute("volume").equals(volume)) {
      return true;
    }
    NamedNodeMap attributes = element.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      if (attributes.item(i).getNodeValue().equals(path)) {
        return true;
      }
    }
    boolean leaf = true;
    for (Node n = element.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n instanceof Element inner) {
        leaf = false;
        if (names(inner, path, pool, volume)) {
          return true;
        }
      }
    }
    return leaf && element.getTextContent().strip().equals(path);
  }

  static @Nullable Element disk(Element domain, String target) {
    for (Element disk : Xml.children(Xml.child(domain, "devices"), "disk")) {
      if (Xml.attribute(Xml.child(disk, "target"), "dev").equals(target)) {
        return disk;
      }
    }
    return null;
  }

  private static String changed(String domain, UnaryOperator<Element> how) {
    return write(how.apply(Xml.parse(domain)));
  }

  private static String write(Element element) {
    try {
      TransformerFactory factory = TransformerFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      Transformer transformer = factory.newTransformer();
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      StringWriter out = new StringWriter();
      transformer.transform(new DOMSource(element), new StreamResult(out));
      return out.toString();
    } catch (TransformerException e) {
      throw new IllegalStateException(e);
    }
  }
}
