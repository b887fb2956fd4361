package dev.pilothouse.agent.xml;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Passwords of a domain's {@code <graphics>}, which libvirt gives only with VIR_DOMAIN_XML_SECURE.
 */
public final class GraphicsXml {
  private static final String PASSWORD = "passwd";

  private GraphicsXml() {}

  /**
   * A definition that came from people, who do not see passwords: what it does not say stays. The
   * first VNC has that of the first VNC, and so on.
   *
   * @param present the one in force, with its secrets
   */
  public static String keepingPasswords(String wanted, String present) {
    Element root = Xml.parse(wanted);
    List<Element> left = graphics(Xml.parse(present));
    boolean kept = false;
    for (Element graphics : graphics(root)) {
      Element before = takeSame(left, graphics.getAttribute("type"));
      if (before != null && before.hasAttribute(PASSWORD) && !graphics.hasAttribute(PASSWORD)) {
        graphics.setAttribute(PASSWORD, before.getAttribute(PASSWORD));
        kept = true;
      }
    }
    return kept ? Xml.write(root) : wanted;
  }

  public static String withoutPasswords(String xml) {
    Element root = Xml.parse(xml);
    boolean had = false;
    for (Element graphics : graphics(root)) {
      had |= graphics.hasAttribute(PASSWORD);
      graphics.removeAttribute(PASSWORD);
    }
    return had ? Xml.write(root) : xml;
  }

  private static @Nullable Element takeSame(List<Element> left, String type) {
    for (Element each : left) {
      if (each.getAttribute("type").equals(type)) {
        left.remove(each);
        return each;
      }
    }
    return null;
  }

  private static List<Element> graphics(Element root) {
    return new ArrayList<>(Xml.children(Xml.child(root, "devices"), "graphics"));
  }
}
