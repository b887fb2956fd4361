package dev.pilothouse.agent.xml;

import dev.pilothouse.fleet.model.DiskTuning;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** The cache and I/O mode of {@code <driver>}, and {@code <iotune>}. */
public final class DiskTuningXml {
  private static final String IOPS = "total_iops_sec";
  private static final String BYTES = "total_bytes_sec";

  private DiskTuningXml() {}

  /** Null when all is as usual. */
  static @Nullable DiskTuning read(Element disk) {
    Element driver = Xml.child(disk, "driver");
    Element limits = Xml.child(disk, "iotune");
    DiskTuning read =
        new DiskTuning(
            usual(Xml.attribute(driver, "cache")),
            Xml.attribute(driver, "io"),
            number(limits, IOPS),
            number(limits, BYTES));
    return read.equals(DiskTuning.USUAL) ? null : read;
  }

  private static String usual(String cache) {
    return cache.equals("default") ? "" : cache;
  }

  private static long number(@Nullable Element limits, String name) {
    String text = Xml.text(limits, name).strip();
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  /**
   * The {@code <disk>} of that target with another cache and I/O mode.
   *
   * @param cache null to keep it; empty for the usual
   * @param io null to keep it; empty for the usual
   */
  public static Optional<String> driver(
      String domain, String target, @Nullable String cache, @Nullable String io) {
    Element disk = DisksXml.disk(Xml.parse(domain), target);
    if (disk == null) {
      return Optional.empty();
    }
    Element driver = child(disk, "driver");
    set(driver, "cache", cache);
    set(driver, "io", io);
    return Optional.of(Xml.write(disk));
  }

  private static void set(Element driver, String name, @Nullable String value) {
    if (value != null && value.isEmpty()) {
      driver.removeAttribute(name);
    } else if (value != null) {
      driver.setAttribute(name, value);
    }
  }

  /**
   * The {@code <disk>} of that target with other limits.
   *
   * @param iops null to keep it; 0 for none
   * @param bytesPerSecond null to keep it; 0 for none
   */
  public static Optional<String> limits(
      String domain, String target, @Nullable Long iops, @Nullable Long bytesPerSecond) {
    Element disk = DisksXml.disk(Xml.parse(domain), target);
    if (disk == null) {
      return Optional.empty();
    }
    Element limits = child(disk, "iotune");
    set(limits, IOPS, iops);
    set(limits, BYTES, bytesPerSecond);
    return Optional.of(Xml.write(disk));
  }

  private static void set(Element limits, String name, @Nullable Long value) {
    if (value != null) {
      child(limits, name).setTextContent(Long.toString(value));
    }
  }

  private static Element child(Element parent, String name) {
    Element present = Xml.child(parent, name);
    return present != null
        ? present
        : (Element) parent.appendChild(parent.getOwnerDocument().createElementNS(null, name));
  }
}
