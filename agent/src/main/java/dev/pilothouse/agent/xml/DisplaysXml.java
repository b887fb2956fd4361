package dev.pilothouse.agent.xml;

import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.ReachOperation.Display;
import java.util.List;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/** Which displays a domain's {@code <graphics>} are. */
public final class DisplaysXml {
  private static final String SECURE = "secure";

  private DisplaysXml() {}

  /**
   * The number among all {@code <graphics>}, from 0, of the first of that kind, as
   * virDomainOpenGraphicsFD counts them.
   *
   * @throws OperationException UNSUPPORTED without one, and for one that takes TLS only: the
   *     viewer's TLS would end at libvirt's socket, which is opened without
   */
  public static int index(String xml, Display wanted) {
    List<Element> all = Xml.children(Xml.child(Xml.parse(xml), "devices"), "graphics");
    for (int i = 0; i < all.size(); i++) {
      if (type(all.get(i)).equals(wanted.type())) {
        if (wanted == Display.SPICE && tlsOnly(all.get(i))) {
          throw refused(
              "Its SPICE display takes TLS only, which does not fit through an SSH forward.",
              "Set defaultMode='any' on its <graphics>; SSH and the stream to the host encrypt.");
        }
        return i;
      }
    }
    String others =
        all.stream().map(DisplaysXml::type).distinct().sorted().collect(Collectors.joining(", "));
    throw refused(
        "It has no "
            + wanted.title()
            + " display"
            + (others.isEmpty() ? ", and no other." : "; what it has is " + others + "."),
        others.isEmpty()
            ? "Its serial console may be all there is; or give it <graphics type='vnc'/>."
            : "Ask for the one it has, as NAME.vnc or NAME.spice.");
  }

  private static String type(Element graphics) {
    return graphics.getAttribute("type");
  }

  private static boolean tlsOnly(Element spice) {
    return spice.getAttribute("defaultMode").equals(SECURE)
        || Xml.children(spice, "channel").stream()
            .anyMatch(
                c ->
                    c.getAttribute("name").equals("main") && c.getAttribute("mode").equals(SECURE));
  }

  private static OperationException refused(String message, String hint) {
    return new OperationException(new Failure(ErrorCode.UNSUPPORTED, message, hint));
  }
}
