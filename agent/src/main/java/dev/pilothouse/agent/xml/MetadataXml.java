package dev.pilothouse.agent.xml;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * {@code <metadata>}: tags and delete protection, which are Pilothouse's own, and the operating
 * system that an installer such as virt-install noted.
 *
 * <pre>{@code
 * <metadata>
 *   <pilothouse:vm xmlns:pilothouse="https://pilothouse.dev/xmlns/vm/1">
 *     <pilothouse:tag>db</pilothouse:tag>
 *     <pilothouse:delete-protection/>
 *     <pilothouse:seed remove="after-first-boot">/pool/web01-seed.iso</pilothouse:seed>
 *   </pilothouse:vm>
 *   <libosinfo:libosinfo xmlns:libosinfo="http://libosinfo.org/xmlns/libvirt/domain/1.0">
 *     <libosinfo:os id="http://debian.org/debian/12"/>
 *   </libosinfo:libosinfo>
 * </metadata>
 * }</pre>
 *
 * @param deleteProtection whether deleting the VM is refused
 * @param osId libosinfo's id of the operating system; empty without one
 * @param seed the path of the seed that its first boot reads; empty without one
 * @param seedGoes whether the seed is to be removed after that
 */
public record MetadataXml(
    List<String> tags, boolean deleteProtection, String osId, String seed, boolean seedGoes) {
  /** The namespace of Pilothouse's element; virsh metadata takes it as URI. */
  public static final String NAMESPACE = "https://pilothouse.dev/xmlns/vm/1";

  /** The namespace of what installers note. */
  public static final String LIBOSINFO = "http://libosinfo.org/xmlns/libvirt/domain/1.0";

  public MetadataXml {
    tags = List.copyOf(tags);
  }

  static MetadataXml read(@Nullable Element metadata) {
    List<String> tags = new ArrayList<>();
    boolean deleteProtection = false;
    for (Element vm : Xml.children(metadata, "vm")) {
      if (NAMESPACE.equals(vm.getNamespaceURI())) {
        deleteProtection |= Xml.child(vm, OwnXml.DELETE_PROTECTION) != null;
        for (Element tag : Xml.children(vm, OwnXml.TAG)) {
          String text = tag.getTextContent().strip();
          if (!text.isEmpty() && !tags.contains(text)) {
            tags.add(text);
          }
        }
      }
    }
    String seed = "";
    boolean goes = false;
    for (Element vm : Xml.children(metadata, "vm")) {
      Element found = NAMESPACE.equals(vm.getNamespaceURI()) ? Xml.child(vm, "seed") : null;
      if (found != null) {
        seed = found.getTextContent().strip();
        goes = Xml.attribute(found, "remove").equals("after-first-boot");
      }
    }
    String os = "";
    for (Element info : Xml.children(metadata, "libosinfo")) {
      if (LIBOSINFO.equals(info.getNamespaceURI())) {
        os = Xml.attribute(Xml.child(info, "os"), "id");
      }
    }
    return new MetadataXml(tags, deleteProtection, os, seed, goes);
  }
}
