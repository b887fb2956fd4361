package dev.pilothouse.agent.xml;

import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** Sizes in storage XML: a number with a unit, bytes when none is given. */
final class BytesXml {
  private BytesXml() {}

  /** In bytes; 0 when it is missing or no number. */
  static long of(@Nullable Element element) {
    return MemoryXml.bytes(element, 1);
  }
}
