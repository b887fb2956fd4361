package dev.pilothouse.agent.xml;

import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * The JDK's parser with everything off that could reach outside of the document: the only way in
 * for XML, wherever it is read. Thread-safe.
 */
public final class Xml {
  /** Replaces the JDK's handler, which prints to standard error. */
  private static final ErrorHandler THROWING =
      new ErrorHandler() {
        @Override
        public void warning(SAXParseException e) {}

        @Override
        public void error(SAXParseException e) throws SAXException {
          throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
          throw e;
        }
      };

  /** Making one costs more than a parse; it remembers nothing and serves one parse at a time. */
  private static final DocumentBuilder BUILDER = builder();

  private Xml() {}

  /**
   * The root element.
   *
   * @throws OperationException BAD_INPUT, with line and column, for what is not well-formed or has
   *     a DOCTYPE
   */
  public static Element parse(String xml) {
    try {
      synchronized (BUILDER) {
        return BUILDER.parse(new InputSource(new StringReader(xml))).getDocumentElement();
      }
    } catch (SAXParseException e) {
      throw new OperationException(
          ErrorCode.BAD_INPUT,
          "The XML is not well-formed at line %d, column %d: %s"
              .formatted(e.getLineNumber(), e.getColumnNumber(), e.getMessage()));
    } catch (SAXException | IOException e) {
      throw new OperationException(
          ErrorCode.BAD_INPUT, "The XML cannot be read: " + e.getMessage());
    }
  }

  private static DocumentBuilder builder() {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    try {
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(false);
      factory.setNamespaceAware(true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(THROWING);
      return builder;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this JDK's XML parser cannot be made safe", e);
    }
  }

  /** The first child element of that name, whatever its namespace. */
  static @Nullable Element child(@Nullable Element parent, String name) {
    for (Node n = first(parent); n != null; n = n.getNextSibling()) {
      if (n instanceof Element e && name.equals(e.getLocalName())) {
        return e;
      }
    }
    return null;
  }

  static List<Element> children(@Nullable Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node n = first(parent); n != null; n = n.getNextSibling()) {
      if (n instanceof Element e && name.equals(e.getLocalName())) {
        found.add(e);
      }
    }
    return found;
  }

  /** The text of a child element; empty without one. */
  static String text(@Nullable Element parent, String name) {
    Element child = child(parent, name);
    return child == null ? "" : child.getTextContent();
  }

  /** An attribute; empty without one. */
  static String attribute(@Nullable Element element, String name) {
    return element == null ? "" : element.getAttribute(name);
  }

  /** A tree as text, without a declaration in front. */
  static String write(Node node) {
    try {
      TransformerFactory factory = TransformerFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      Transformer transformer = factory.newTransformer();
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      StringWriter out = new StringWriter();
      transformer.transform(new DOMSource(node), new StreamResult(out));
      return out.toString();
    } catch (TransformerException e) {
      throw new IllegalStateException("XML that was read cannot be written", e);
    }
  }

  private static @Nullable Node first(@Nullable Element parent) {
    return parent == null ? null : parent.getFirstChild();
  }
}
