package dev.pilothouse.agent.xml;

import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.VmNeeds;
import dev.pilothouse.fleet.model.VmSettings;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * {@code <domain>}: what Pilothouse reads of a definition.
 *
 * @param name empty when there is none. XML turns a bare CR into LF, so the name of an existing VM
 *     comes from virDomainGetName instead
 * @param uuid null when there is none (libvirt then makes one)
 * @param memoryBytes {@code <currentMemory>}, or all of {@code <memory>}
 * @param nvram whether it keeps UEFI variables in a file
 * @param nics without addresses
 * @param type such as {@code kvm} or {@code qemu}
 * @param boot in the words of {@link VmSettings#boot}
 */
public record DomainXml(
    String name,
    @Nullable UUID uuid,
    String title,
    String description,
    VcpuXml vcpu,
    long memoryBytes,
    long maxMemoryBytes,
    MetadataXml metadata,
    boolean nvram,
    List<Disk> disks,
    List<Nic> nics,
    ChannelXml agent,
    String type,
    List<String> boot,
    VmNeeds needs) {
  public DomainXml {
    disks = List.copyOf(disks);
    nics = List.copyOf(nics);
    boot = List.copyOf(boot);
  }

  /** What of it can be set. */
  public VmSettings settings() {
    return new VmSettings(
        vcpu.now(),
        vcpu.max(),
        memoryBytes,
        maxMemoryBytes,
        title,
        description,
        metadata.tags(),
        boot,
        metadata.deleteProtection(),
        nics);
  }

  /**
   * Reads a definition; elements that are missing leave their fields empty.
   *
   * @throws OperationException BAD_INPUT when it is not well-formed or no {@code <domain>}
   */
  public static DomainXml parse(String xml) {
    Element root = Xml.parse(xml);
    if (!"domain".equals(root.getLocalName())) {
      throw new OperationException(
          ErrorCode.BAD_INPUT,
          "The XML starts with <%s>, not with <domain>.".formatted(root.getLocalName()));
    }
    Element devices = Xml.child(root, "devices");
    long max = MemoryXml.bytes(Xml.child(root, "memory"));
    Element current = Xml.child(root, "currentMemory");
    return new DomainXml(
        Xml.text(root, "name"),
        uuid(Xml.text(root, "uuid").strip()),
        Xml.text(root, "title"),
        Xml.text(root, "description"),
        VcpuXml.read(Xml.child(root, "vcpu")),
        current == null ? max : MemoryXml.bytes(current),
        max,
        MetadataXml.read(Xml.child(root, "metadata")),
        Xml.child(Xml.child(root, "os"), "nvram") != null,
        Xml.children(devices, "disk").stream().map(DiskXml::read).toList(),
        Xml.children(devices, "interface").stream().map(InterfaceXml::read).toList(),
        ChannelXml.guestAgent(Xml.children(devices, "channel")),
        Xml.attribute(root, "type"),
        BootXml.read(Xml.child(root, "os"), devices),
        NeedsXml.read(root));
  }

  private static @Nullable UUID uuid(String text) {
    if (text.isEmpty()) {
      return null;
    }
    String hex = text.replace("-", "");
    if (!hex.matches("[0-9a-fA-F]{32}")) {
      throw new OperationException(ErrorCode.BAD_INPUT, "The XML's <uuid> is not a UUID.");
    }
    return new UUID(
        Long.parseUnsignedLong(hex.substring(0, 16), 16),
        Long.parseUnsignedLong(hex.substring(16), 16));
  }
}
