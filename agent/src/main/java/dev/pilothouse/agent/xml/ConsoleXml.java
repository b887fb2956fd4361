package dev.pilothouse.agent.xml;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * The first serial console of a definition, which virDomainOpenConsole opens.
 *
 * @param present whether there is one that can be opened, which must be a PTY
 * @param log where virtlogd keeps what it prints; null when it does not
 */
public record ConsoleXml(boolean present, @Nullable Log log) {
  /**
   * A {@code <log>}.
   *
   * @param append whether it goes on, rather than beginning anew with each start
   */
  public record Log(String file, boolean append) {}

  /**
   * @throws dev.pilothouse.fleet.operation.OperationException BAD_INPUT
   */
  public static ConsoleXml parse(String domain) {
    Element devices = Xml.child(Xml.parse(domain), "devices");
    Element first = first(Xml.children(devices, "console"));
    Element serial = first(Xml.children(devices, "serial"));
    // libvirt repeats the first serial device as the first console, with or without its log.
    Element console = first == null ? serial : first;
    if (console == null) {
      return new ConsoleXml(false, null);
    }
    boolean same =
        serial != null && Xml.attribute(Xml.child(console, "target"), "type").equals("serial");
    Element log = Xml.child(same ? serial : console, "log");
    String file = Xml.attribute(log, "file");
    return new ConsoleXml(
        Xml.attribute(console, "type").equals("pty"),
        file.isEmpty() ? null : new Log(file, Xml.attribute(log, "append").equals("on")));
  }

  private static @Nullable Element first(List<Element> all) {
    return all.isEmpty() ? null : all.getFirst();
  }
}
