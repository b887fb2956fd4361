package dev.pilothouse.agent.operation.definition;

import dev.pilothouse.agent.xml.Xml;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.io.StringWriter;
import java.util.UUID;
import javax.xml.XMLConstants;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * A domain's XML as far as an operation must understand it: well-formed, a {@code <domain>} with a
 * name and perhaps a UUID. All else is libvirt's to judge. Document types and with them external
 * entities are refused.
 */
final class DefinitionXml {
  private static final int MAX_CHARS = 4 << 20;

  private final String text;
  private final Document document;
  private final String name;
  private final @Nullable UUID uuid;

  private DefinitionXml(String text, Document document, String name, @Nullable UUID uuid) {
    this.text = text;
    this.document = document;
    this.name = name;
    this.uuid = uuid;
  }

  /**
   * @throws OperationException BAD_INPUT when it is not the XML of a domain
   */
  static DefinitionXml parse(String text) {
    if (text.length() > MAX_CHARS) {
      throw bad("The XML is larger than 4 MiB.");
    }
    Document document = read(text);
    Element root = document.getDocumentElement();
    if (!root.getTagName().equals("domain")) {
      throw bad("The outermost element is not <domain>.");
    }
    String name = childText(root, "name");
    if (name == null || name.isBlank()) {
      throw bad("The XML has no <name>.");
    }
    return new DefinitionXml(text, document, name, uuid(childText(root, "uuid")));
  }

  String text() {
    return text;
  }

  String name() {
    return name;
  }

  @Nullable UUID uuid() {
    return uuid;
  }

  UUID requireUuid() {
    if (uuid == null) {
      throw bad("The XML has no <uuid>.");
    }
    return uuid;
  }

  /** The same with that UUID. */
  DefinitionXml withUuid(UUID added) {
    Document copy = read(text);
    Element element = copy.createElement("uuid");
    element.setTextContent(added.toString());
    Element root = copy.getDocumentElement();
    for (Node old = child(root, "uuid"); old != null; old = child(root, "uuid")) {
      root.removeChild(old);
    }
    root.insertBefore(element, root.getFirstChild());
    return parse(write(copy));
  }

  /** Equal but for white space between elements, comments and the order of attributes. */
  boolean sameAs(DefinitionXml other) {
    return tidy(document).isEqualNode(tidy(other.document));
  }

  private static Element tidy(Document document) {
    Document copy = (Document) document.cloneNode(true);
    Element root = copy.getDocumentElement();
    root.normalize();
    tidy(root);
    root.normalize();
    return root;
  }

  private static void tidy(Element element) {
    boolean hasElements = firstElement(element) != null;
    Node next;
    for (Node child = element.getFirstChild(); child != null; child = next) {
      next = child.getNextSibling();
      boolean blank = child.getNodeType() == Node.TEXT_NODE && child.getNodeValue().isBlank();
      if (child.getNodeType() == Node.COMMENT_NODE || (blank && hasElements)) {
        element.removeChild(child);
      } else if (child instanceof Element inner) {
        tidy(inner);
      }
    }
  }

  private static @Nullable Element firstElement(Element element) {
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element found) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable Node child(Element parent, String tag) {
    NodeList children = parent.getChildNodes();
    for (int i = 0; i < children.getLength(); i++) {
      if (children.item(i) instanceof Element element && element.getTagName().equals(tag)) {
        return element;
      }
    }
    return null;
  }

  private static @Nullable String childText(Element parent, String tag) {
    Node child = child(parent, tag);
    return child == null ? null : child.getTextContent();
  }

  private static @Nullable UUID uuid(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    // virUUIDParse takes 32 hexadecimal digits with dashes anywhere between them, or none.
    String digits = text.strip().replace("-", "");
    if (!digits.matches("[0-9a-fA-F]{32}")) {
      throw bad("The <uuid> is not a UUID.");
    }
    return new UUID(
        Long.parseUnsignedLong(digits.substring(0, 16), 16),
        Long.parseUnsignedLong(digits.substring(16), 16));
  }

  private static Document read(String text) {
    return Xml.parse(text).getOwnerDocument();
  }

  private static String write(Document document) {
    try {
      TransformerFactory factory = TransformerFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      Transformer transformer = factory.newTransformer();
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      StringWriter out = new StringWriter();
      transformer.transform(new DOMSource(document), new StreamResult(out));
      return out.toString();
    } catch (TransformerException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OperationException bad(String message) {
    return new OperationException(ErrorCode.BAD_INPUT, message);
  }
}
