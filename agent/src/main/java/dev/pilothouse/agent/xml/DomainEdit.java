package dev.pilothouse.agent.xml;

import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * A domain's XML with some values changed and all else as it was. Not thread-safe: each edit is
 * made for one change.
 */
public final class DomainEdit {
  private final Element root;

  private DomainEdit(Element root) {
    this.root = root;
  }

  public static DomainEdit of(String xml) {
    return new DomainEdit(Xml.parse(xml));
  }

  public String text() {
    return Xml.write(root);
  }

  public DomainEdit vcpus(int now, int max) {
    Element vcpu = child(root, "vcpu");
    vcpu.setTextContent(Integer.toString(max));
    if (now == max) {
      vcpu.removeAttribute("current");
    } else {
      vcpu.setAttribute("current", Integer.toString(now));
    }
    return this;
  }

  public DomainEdit memory(long nowBytes, long maxBytes) {
    bytes("memory", maxBytes);
    bytes("currentMemory", nowBytes);
    return this;
  }

  private void bytes(String name, long bytes) {
    Element element = child(root, name);
    element.setAttribute("unit", "b");
    element.setTextContent(Long.toString(bytes));
  }

  /** {@code <title>} or {@code <description>}; an empty text removes it. */
  public DomainEdit text(String name, String text) {
    if (text.isEmpty()) {
      Xml.children(root, name).forEach(root::removeChild);
    } else {
      child(root, name).setTextContent(text);
    }
    return this;
  }

  /** In the words of {@link dev.pilothouse.fleet.model.VmSettings#boot}. */
  public DomainEdit boot(List<String> words) {
    BootXml.write(child(root, "os"), Xml.child(root, "devices"), words);
    return this;
  }

  /** Pilothouse's own element without its namespace; null when there is none. */
  public @Nullable String own() {
    Element own = ownElement();
    if (own == null) {
      return null;
    }
    Element copy = (Element) own.cloneNode(true);
    return Xml.write(renamed(copy, null, ""));
  }

  /**
   * Puts Pilothouse's own element in place of the one that is there.
   *
   * @param element without its namespace
   */
  public DomainEdit own(String element) {
    Element metadata = child(root, "metadata");
    Element present = ownElement();
    if (present != null) {
      metadata.removeChild(present);
    }
    Document document = root.getOwnerDocument();
    Element added = (Element) document.importNode(Xml.parse(element), true);
    metadata.appendChild(renamed(added, MetadataXml.NAMESPACE, OwnXml.PREFIX + ":"));
    return this;
  }

  private @Nullable Element ownElement() {
    return Xml.children(Xml.child(root, "metadata"), OwnXml.ROOT).stream()
        .filter(vm -> MetadataXml.NAMESPACE.equals(vm.getNamespaceURI()))
        .findFirst()
        .orElse(null);
  }

  /** The element and all in it, of another namespace. */
  private static Element renamed(Element element, @Nullable String namespace, String prefix) {
    Document document = element.getOwnerDocument();
    Element renamed =
        (Element) document.renameNode(element, namespace, prefix + element.getLocalName());
    renamed.removeAttribute("xmlns:" + OwnXml.PREFIX);
    for (Node n = renamed.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n instanceof Element inner) {
        n = renamed(inner, namespace, prefix);
      }
    }
    return renamed;
  }

  /**
   * A CD or floppy drive with another medium in it, as virDomainUpdateDeviceFlags takes it.
   *
   * @param source the image's path; empty for none
   * @throws OperationException NOT_FOUND when there is no such drive
   */
  public String medium(String drive, String source) {
    Element disk = drive(drive);
    for (String name : List.of("source", "backingStore")) {
      Xml.children(disk, name).forEach(disk::removeChild);
    }
    disk.setAttribute("type", "file");
    Element driver = child(disk, "driver");
    driver.setAttribute("name", "qemu");
    // Said always, so that nobody guesses what is in the file.
    driver.setAttribute("type", "raw");
    if (!source.isEmpty()) {
      child(disk, "source").setAttribute("file", source);
    }
    return Xml.write(disk);
  }

  private Element drive(String target) {
    for (Element disk : Xml.children(Xml.child(root, "devices"), "disk")) {
      String device = Xml.attribute(disk, "device");
      if ((device.equals("cdrom") || device.equals("floppy"))
          && Xml.attribute(Xml.child(disk, "target"), "dev").equals(target)) {
        return disk;
      }
    }
    throw new OperationException(
        ErrorCode.NOT_FOUND, "The VM has no CD or floppy drive " + target + ".");
  }

  private static Element child(Element parent, String name) {
    Element present = Xml.child(parent, name);
    if (present != null) {
      return present;
    }
    Element added = parent.getOwnerDocument().createElementNS(null, name);
    parent.appendChild(added);
    return added;
  }
}
