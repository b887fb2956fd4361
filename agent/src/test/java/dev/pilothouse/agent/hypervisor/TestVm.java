package dev.pilothouse.agent.hypervisor;

import dev.pilothouse.agent.xml.MetadataXml;

/** Definitions for tests. */
public final class TestVm {
  private TestVm() {}

  /** By this the contract recognises its own VMs; it goes right behind {@code <name>}. */
  public static final String HEAD =
      """
      <title>contract</title>
      <metadata>
        <pilothouse:vm xmlns:pilothouse="%s">
          <pilothouse:tag>contract-tag</pilothouse:tag>
        </pilothouse:vm>
        <libosinfo:libosinfo xmlns:libosinfo="http://libosinfo.org/xmlns/libvirt/domain/1.0">
          <libosinfo:os id="http://debian.org/debian/12"/>
        </libosinfo:libosinfo>
      </metadata>
      """
          .formatted(MetadataXml.NAMESPACE);

  /**
   * A small VM.
   *
   * @param type {@code test} for the mock driver, anything for the simulation
   */
  public static String xml(String type, String name) {
    String escaped = name.replace("&", "&amp;").replace("<", "&lt;").replace("\r", "&#13;");
    return """
        <domain type="%s">
          <name>%s</name>
          %s
          <memory unit="MiB">128</memory>
          <vcpu>1</vcpu>
          <os><type>hvm</type></os>
          <features><acpi/></features>
        </domain>
        """
        .formatted(type, escaped, HEAD);
  }
}
