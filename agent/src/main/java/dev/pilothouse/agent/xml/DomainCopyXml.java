package dev.pilothouse.agent.xml;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** A domain's definition made over for a copy of the VM. */
public final class DomainCopyXml {
  private DomainCopyXml() {}

  /**
   * The definition of a copy: another identity, other disks, its own UEFI variables.
   *
   * @param sources the new path for each disk's old one; disks that are not in it stay shared
   * @param dropped paths of disks that the copy has not
   * @param macs the address of each NIC, counted from 0
   */
  public static String of(
      String xml,
      String name,
      UUID uuid,
      Map<String, String> sources,
      Set<String> dropped,
      IntFunction<String> macs) {
    Element root = Xml.parse(xml);
    set(root, "name", name);
    set(root, "uuid", uuid.toString());
    remove(Xml.child(Xml.child(root, "os"), "nvram"));
    Element devices = Xml.child(root, "devices");
    for (Element disk : Xml.children(devices, "disk")) {
      String source = DiskXml.read(disk).source();
      String now = sources.get(source);
      if (dropped.contains(source)) {
        remove(disk);
      } else if (now != null) {
        point(disk, now);
      }
    }
    List<Element> nics = Xml.children(devices, "interface");
    for (int i = 0; i < nics.size(); i++) {
      Element mac = Xml.child(nics.get(i), "mac");
      if (mac != null) {
        mac.setAttribute("address", macs.apply(i));
      }
    }
    Element own = Xml.child(Xml.child(root, "metadata"), "vm");
    remove(Xml.child(own, "seed"));
    return XmlLayout.text(root, false);
  }

  /** The same definition without a disk, and without its mention as a seed. */
  public static String without(String xml, String path) {
    Element root = Xml.parse(xml);
    for (Element disk : Xml.children(Xml.child(root, "devices"), "disk")) {
      if (DiskXml.read(disk).source().equals(path)) {
        remove(disk);
      }
    }
    remove(Xml.child(Xml.child(Xml.child(root, "metadata"), "vm"), "seed"));
    return XmlLayout.text(root, false);
  }

  private static void set(Element root, String tag, String text) {
    Element found = Xml.child(root, tag);
    if (found != null) {
      found.setTextContent(text);
    }
  }

  private static void point(Element disk, String path) {
    boolean block = path.startsWith("/dev/");
    disk.setAttribute("type", block ? "block" : "file");
    Element source = Xml.child(disk, "source");
    if (source != null) {
      for (String old : List.of("file", "dev", "pool", "volume")) {
        source.removeAttribute(old);
      }
      source.setAttribute(block ? "dev" : "file", path);
    }
    remove(Xml.child(disk, "backingStore"));
  }

  private static void remove(@Nullable Node node) {
    if (node != null && node.getParentNode() != null) {
      node.getParentNode().removeChild(node);
    }
  }
}
