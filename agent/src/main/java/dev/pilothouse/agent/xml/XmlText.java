package dev.pilothouse.agent.xml;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes an XML document with one root element. Names of elements are ours; values may come from
 * anywhere and are escaped. Not thread-safe.
 */
public final class XmlText {
  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter writer;

  public XmlText(String root) {
    try {
      writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      writer.writeStartElement(root);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  public XmlText open(String element) {
    return write(() -> writer.writeStartElement(element));
  }

  /** Of the element that was opened last and has no content yet. */
  public XmlText attribute(String name, Object value) {
    return write(() -> writer.writeAttribute(name, value.toString()));
  }

  public XmlText text(Object content) {
    return write(() -> writer.writeCharacters(content.toString()));
  }

  public XmlText close() {
    return write(writer::writeEndElement);
  }

  /** An element that holds only text. */
  public XmlText text(String element, Object content) {
    return open(element).text(content).close();
  }

  /** Closes the root. */
  public String end() {
    write(writer::writeEndElement);
    write(writer::flush);
    return text.toString();
  }

  private XmlText write(Step step) {
    try {
      step.run();
      return this;
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Step {
    void run() throws XMLStreamException;
  }
}
