package dev.pilothouse.agent.hypervisor;

import dev.pilothouse.agent.xml.MetadataXml;

/** Definitions for tests. */
public final class TestVm {
  private TestVm() {}

  /**
   * A small VM that the contract recognises as its own.
   *
   * @param type {@code test} or {@code qemu}
   * @param os what goes into {@code <os>}
   */
  public static String xml(String type, String escapedName, String os) {
    return """
        <domain type="%s">
          <name>%s</name>
          <title>contract</title>
          <metadata>
            <pilothouse:vm xmlns:pilothouse="%s">
              <pilothouse:tag>contract-tag</pilothouse:tag>
            </pilothouse:vm>
            <libosinfo:libosinfo xmlns:libosinfo="http://libosinfo.org/xmlns/libvirt/domain/1.0">
              <libosinfo:os id="http://debian.org/debian/12"/>
            </libosinfo:libosinfo>
          </metadata>
          <memory unit="MiB">128</memory>
          <vcpu>1</vcpu>
          <os>%s</os>
          <features><acpi/></features>
        </domain>
        """
        .formatted(type, escapedName, MetadataXml.NAMESPACE, os);
  }
}
