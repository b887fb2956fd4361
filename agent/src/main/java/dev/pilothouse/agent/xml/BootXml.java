package dev.pilothouse.agent.xml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * What a VM boots from: {@code <os><boot dev='hd'/></os>}, or {@code <boot order='1'/>} in its
 * devices, which says more and cannot stand beside the other.
 */
final class BootXml {
  private BootXml() {}

  /** In the words of people: {@code disk}, {@code cdrom}, {@code network}, {@code floppy}. */
  static List<String> read(@Nullable Element os, @Nullable Element devices) {
    List<String> words = new ArrayList<>();
    for (Element boot : Xml.children(os, "boot")) {
      add(words, word(Xml.attribute(boot, "dev")));
    }
    record Ordered(int order, String word) {}
    List<Ordered> ordered = new ArrayList<>();
    for (Element device : bootable(devices)) {
      String order = Xml.attribute(Xml.child(device, "boot"), "order");
      if (order.matches("[0-9]{1,6}")) {
        ordered.add(new Ordered(Integer.parseInt(order), kind(device)));
      }
    }
    ordered.stream()
        .sorted(Comparator.comparingInt(Ordered::order))
        .forEach(each -> add(words, each.word()));
    return words;
  }

  /** Puts {@code words} in place of whatever is said in {@code os} and {@code devices}. */
  static void write(Element os, @Nullable Element devices, List<String> words) {
    Xml.children(os, "boot").forEach(os::removeChild);
    for (Element device : bootable(devices)) {
      Xml.children(device, "boot").forEach(device::removeChild);
    }
    for (String word : words) {
      Element boot = os.getOwnerDocument().createElementNS(null, "boot");
      boot.setAttribute("dev", dev(word));
      os.appendChild(boot);
    }
  }

  private static List<Element> bootable(@Nullable Element devices) {
    List<Element> all = new ArrayList<>();
    for (String name : List.of("disk", "interface", "hostdev", "redirdev")) {
      all.addAll(Xml.children(devices, name));
    }
    return all;
  }

  private static String kind(Element device) {
    if (!"disk".equals(device.getLocalName())) {
      return "interface".equals(device.getLocalName()) ? "network" : "";
    }
    String kind = Xml.attribute(device, "device");
    return kind.equals("cdrom") || kind.equals("floppy") ? kind : "disk";
  }

  private static void add(List<String> words, String word) {
    if (!word.isEmpty() && !words.contains(word)) {
      words.add(word);
    }
  }

  private static String word(String dev) {
    return switch (dev) {
      case "hd" -> "disk";
      case "fd" -> "floppy";
      default -> dev;
    };
  }

  private static String dev(String word) {
    return switch (word) {
      case "disk" -> "hd";
      case "floppy" -> "fd";
      default -> word;
    };
  }
}
