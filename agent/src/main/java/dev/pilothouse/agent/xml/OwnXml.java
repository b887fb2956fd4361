package dev.pilothouse.agent.xml;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Pilothouse's own element in {@code <metadata>}, as virDomainGetMetadata gives it and
 * virDomainSetMetadata takes it: without its namespace.
 *
 * <pre>{@code <vm><tag>db</tag><delete-protection/></vm>}</pre>
 */
public final class OwnXml {
  /** The prefix of the namespace in a domain's XML. */
  public static final String PREFIX = "pilothouse";

  static final String ROOT = "vm";
  static final String TAG = "tag";
  static final String DELETE_PROTECTION = "delete-protection";

  private OwnXml() {}

  /**
   * The element with other tags; all else in it stays.
   *
   * @param present null when there is none yet
   */
  public static String withTags(@Nullable String present, List<String> add, List<String> remove) {
    Element root = root(present);
    for (Element tag : Xml.children(root, TAG)) {
      String text = tag.getTextContent().strip();
      if (remove.contains(text) || add.contains(text)) {
        root.removeChild(tag);
      }
    }
    for (String text : add) {
      Element tag = root.getOwnerDocument().createElementNS(null, TAG);
      tag.setTextContent(text);
      root.appendChild(tag);
    }
    return Xml.write(root);
  }

  /** The element with delete protection or without; all else in it stays. */
  public static String withDeleteProtection(@Nullable String present, boolean on) {
    Element root = root(present);
    Xml.children(root, DELETE_PROTECTION).forEach(root::removeChild);
    if (on) {
      root.appendChild(root.getOwnerDocument().createElementNS(null, DELETE_PROTECTION));
    }
    return Xml.write(root);
  }

  private static Element root(@Nullable String present) {
    return Xml.parse(present == null ? "<" + ROOT + "/>" : present);
  }
}
