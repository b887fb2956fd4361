package dev.pilothouse.agent.xml;

import org.w3c.dom.Element;

/**
 * What a domain keeps on its host beside its disks, in files that are in no pool.
 *
 * @param variables whether it has UEFI variables of its own
 * @param tpm whether it has an emulated TPM
 */
public record HostStateXml(boolean variables, boolean tpm) {
  /** Reads it of {@code <domain>}. */
  public static HostStateXml parse(String xml) {
    Element root = Xml.parse(xml);
    boolean emulated =
        Xml.children(Xml.child(root, "devices"), "tpm").stream()
            .anyMatch(tpm -> Xml.attribute(Xml.child(tpm, "backend"), "type").equals("emulator"));
    return new HostStateXml(Xml.child(Xml.child(root, "os"), "nvram") != null, emulated);
  }
}
