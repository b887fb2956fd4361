package dev.pilothouse.tui.shell.edit;

import dev.pilothouse.fleet.model.Visible;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The XML of a domain as people write it.
 *
 * @param name of the domain
 */
public record DomainXml(String text, String name) {
  /** Larger than any definition that libvirt takes. */
  public static final int MOST_BYTES = 1 << 20;

  /** What keeps a text from being a definition; the message says where. */
  public static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  /** Reads UTF-8. */
  public static DomainXml parse(byte[] bytes) throws MalformedException {
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new MalformedException("it is not UTF-8");
    }
  }

  /** Checks that it is well-formed and a domain; whether libvirt takes it is libvirt's to say. */
  public static DomainXml parse(String text) throws MalformedException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
      return new DomainXml(text, name(reader));
    } catch (XMLStreamException e) {
      throw new MalformedException(
          "line "
              + e.getLocation().getLineNumber()
              + ", column "
              + e.getLocation().getColumnNumber()
              + ": "
              + lastLine(String.valueOf(e.getMessage())));
    }
  }

  private static String name(XMLStreamReader reader) throws XMLStreamException, MalformedException {
    StringBuilder name = new StringBuilder();
    int depth = 0;
    boolean inName = false;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          depth++;
          if (depth == 1 && !reader.getLocalName().equals("domain")) {
            throw new MalformedException(
                "it is a <" + reader.getLocalName() + ">, and a VM is a <domain>");
          }
          inName = depth == 2 && reader.getLocalName().equals("name");
        }
        case XMLStreamConstants.END_ELEMENT -> {
          depth--;
          inName = false;
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (inName) {
            name.append(reader.getText());
          }
        }
        default -> {
          // Comments and the like say nothing about the name.
        }
      }
    }
    if (name.toString().isBlank()) {
      throw new MalformedException("it has no <name>");
    }
    return name.toString();
  }

  /** The JDK's parser repeats the place in a line of its own before the message. */
  private static String lastLine(String message) {
    String last = message.substring(message.lastIndexOf('\n') + 1);
    String plain = last.startsWith("Message: ") ? last.substring("Message: ".length()) : last;
    return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
  }

  /**
   * XML with the same meaning that is safe to show: what could steer a terminal or hide becomes a
   * character reference.
   */
  public static String visible(String xml) {
    StringBuilder out = new StringBuilder(xml.length() + 16);
    xml.codePoints()
        .forEach(
            c -> {
              if (c == '\n' || c == '\t' || !hidden(c)) {
                out.appendCodePoint(c);
              } else {
                out.append("&#x")
                    .append(Integer.toHexString(c).toUpperCase(Locale.ROOT))
                    .append(';');
              }
            });
    return out.toString();
  }

  /** As Visible judges a character after an ordinary one. */
  private static boolean hidden(int c) {
    String text = "a" + Character.toString(c);
    return !Visible.line(text).equals(text);
  }
}
