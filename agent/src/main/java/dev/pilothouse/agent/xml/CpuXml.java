package dev.pilothouse.agent.xml;

import dev.pilothouse.fleet.model.CpuSupport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * A CPU that a domain asks for by name.
 *
 * @param type of the domain, such as {@code kvm}
 * @param xml its {@code <cpu>}
 */
public record CpuXml(String type, @Nullable String arch, @Nullable String machine, String xml) {
  /** That of a domain; empty when it takes what its host has. */
  public static Optional<CpuXml> asked(String domainXml) {
    Element domain = Xml.parse(domainXml);
    Element cpu = Xml.child(domain, "cpu");
    if (cpu == null || Xml.child(cpu, "model") == null || !custom(cpu)) {
      return Optional.empty();
    }
    Element os = Xml.child(Xml.child(domain, "os"), "type");
    return Optional.of(
        new CpuXml(
            Xml.attribute(domain, "type"),
            given(Xml.attribute(os, "arch")),
            given(Xml.attribute(os, "machine")),
            Xml.write(cpu)));
  }

  private static boolean custom(Element cpu) {
    String mode = Xml.attribute(cpu, "mode");
    return mode.isEmpty() || mode.equals("custom");
  }

  private static @Nullable String given(String text) {
    return text.isEmpty() ? null : text;
  }

  /** What {@code <domainCapabilities>} say of CPUs. */
  public static CpuSupport support(String capabilities) {
    String hostModel = "";
    Element cpu = Xml.child(Xml.parse(capabilities), "cpu");
    List<String> usable = new ArrayList<>();
    for (Element mode : Xml.children(cpu, "mode")) {
      if (!Xml.attribute(mode, "supported").equals("yes")) {
        continue;
      }
      switch (Xml.attribute(mode, "name")) {
        case "host-model" -> hostModel = Xml.text(mode, "model").strip();
        case "custom" ->
            Xml.children(mode, "model").stream()
                .filter(model -> Xml.attribute(model, "usable").equals("yes"))
                .map(model -> model.getTextContent().strip())
                .forEach(usable::add);
        default -> {}
      }
    }
    return new CpuSupport(hostModel, usable);
  }
}
