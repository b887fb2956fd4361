package dev.pilothouse.agent.xml;

import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * {@code <vcpu current="2">4</vcpu>}.
 *
 * @param now plugged in
 * @param max sockets for them
 */
public record VcpuXml(int now, int max) {
  static VcpuXml read(@Nullable Element vcpu) {
    int max = number(vcpu == null ? "" : vcpu.getTextContent().strip(), 1);
    return new VcpuXml(number(Xml.attribute(vcpu, "current"), max), max);
  }

  private static int number(String text, int otherwise) {
    return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : otherwise;
  }
}
