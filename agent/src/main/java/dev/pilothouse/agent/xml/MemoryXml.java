package dev.pilothouse.agent.xml;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** {@code <memory>} and {@code <currentMemory>}: a number with a unit, KiB when none is given. */
final class MemoryXml {
  private MemoryXml() {}

  /** In bytes; 0 when it is missing or no number. */
  static long bytes(@Nullable Element element) {
    return bytes(element, 1L << 10);
  }

  /**
   * The same.
   *
   * @param otherwise bytes in the unit that is meant when none is given
   */
  static long bytes(@Nullable Element element, long otherwise) {
    if (element == null) {
      return 0;
    }
    String number = element.getTextContent().strip();
    if (!number.matches("[0-9]{1,18}")) {
      return 0;
    }
    long count = Long.parseLong(number);
    long unit = unit(element.getAttribute("unit").toLowerCase(Locale.ROOT), otherwise);
    return count > Long.MAX_VALUE / unit ? Long.MAX_VALUE : count * unit;
  }

  private static long unit(String unit, long otherwise) {
    return switch (unit) {
      case "b", "byte", "bytes" -> 1;
      case "kb" -> 1_000;
      case "mb" -> 1_000_000;
      case "gb" -> 1_000_000_000;
      case "tb" -> 1_000_000_000_000L;
      case "m", "mib" -> 1L << 20;
      case "g", "gib" -> 1L << 30;
      case "t", "tib" -> 1L << 40;
      case "k", "kib" -> 1L << 10;
      default -> otherwise;
    };
  }
}
