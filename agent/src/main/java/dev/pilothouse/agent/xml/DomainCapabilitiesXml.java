package dev.pilothouse.agent.xml;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * {@code <domainCapabilities>}: what a host can give to a guest of one type.
 *
 * @param type {@code kvm} or {@code qemu}
 * @param machine such as {@code pc-q35-7.2}
 * @param maxVcpus 0 when it is not said
 * @param uefi whether firmware for UEFI is installed
 * @param secureBoot whether that firmware can demand signatures
 * @param tpm whether it can emulate a TPM
 * @param cpuModes such as {@code host-model}
 */
public record DomainCapabilitiesXml(
    String type,
    String machine,
    String arch,
    int maxVcpus,
    boolean uefi,
    boolean secureBoot,
    boolean tpm,
    boolean rng,
    Set<String> cpuModes,
    Set<String> diskBuses,
    Set<String> videos,
    Set<String> graphics) {
  public DomainCapabilitiesXml {
    cpuModes = Set.copyOf(cpuModes);
    diskBuses = Set.copyOf(diskBuses);
    videos = Set.copyOf(videos);
    graphics = Set.copyOf(graphics);
  }

  /** Reads what virConnectGetDomainCapabilities gives. */
  public static DomainCapabilitiesXml parse(String xml) {
    Element root = Xml.parse(xml);
    Element os = Xml.child(root, "os");
    Element loader = Xml.child(os, "loader");
    Element devices = Xml.child(root, "devices");
    String max = Xml.attribute(Xml.child(root, "vcpu"), "max");
    return new DomainCapabilitiesXml(
        Xml.text(root, "domain").strip(),
        Xml.text(root, "machine").strip(),
        Xml.text(root, "arch").strip(),
        max.matches("[0-9]{1,9}") ? Integer.parseInt(max) : 0,
        values(os, "firmware").contains("efi"),
        values(loader, "secure").contains("yes"),
        values(supported(devices, "tpm"), "backendModel").contains("emulator"),
        supported(devices, "rng") != null,
        Xml.children(Xml.child(root, "cpu"), "mode").stream()
            .filter(mode -> Xml.attribute(mode, "supported").equals("yes"))
            .map(mode -> Xml.attribute(mode, "name"))
            .collect(Collectors.toSet()),
        values(supported(devices, "disk"), "bus"),
        values(supported(devices, "video"), "modelType"),
        values(supported(devices, "graphics"), "type"));
  }

  private static @Nullable Element supported(@Nullable Element devices, String name) {
    Element found = Xml.child(devices, name);
    return Xml.attribute(found, "supported").equals("yes") ? found : null;
  }

  /** The values of {@code <enum name="...">}. */
  private static Set<String> values(@Nullable Element of, String name) {
    List<Element> enums = Xml.children(of, "enum");
    return enums.stream()
        .filter(each -> Xml.attribute(each, "name").equals(name))
        .flatMap(each -> Xml.children(each, "value").stream())
        .map(value -> value.getTextContent().strip())
        .collect(Collectors.toSet());
  }
}
