package dev.pilothouse.agent.xml;

import java.util.List;
import org.w3c.dom.Element;

/** {@code <channel>} of the QEMU guest agent, as far as it goes. */
public enum ChannelXml {
  /** The definition has no channel for a guest agent. */
  MISSING,
  /** There is one, and nobody in the guest holds its other end. */
  DISCONNECTED,
  CONNECTED;

  private static final String GUEST_AGENT = "org.qemu.guest_agent.0";

  static ChannelXml guestAgent(List<Element> channels) {
    for (Element channel : channels) {
      Element target = Xml.child(channel, "target");
      if (GUEST_AGENT.equals(Xml.attribute(target, "name"))) {
        return Xml.attribute(target, "state").equals("connected") ? CONNECTED : DISCONNECTED;
      }
    }
    return MISSING;
  }
}
