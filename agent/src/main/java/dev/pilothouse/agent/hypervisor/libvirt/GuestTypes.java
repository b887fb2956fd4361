package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import dev.pilothouse.agent.xml.CpuXml;
import dev.pilothouse.agent.xml.DomainCapabilitiesXml;
import dev.pilothouse.fleet.model.CpuSupport;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.List;
import org.libvirt.jna.CString;
import org.libvirt.jna.ConnectionPointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What libvirt says of the guests that a host can run. */
final class GuestTypes {
  /** The machine of the day on x86; hosts of other kinds have one that they call their default. */
  private static final String MODERN = "q35";

  /** That of a host that does not say. */
  static final CpuSupport UNKNOWN = new CpuSupport("", List.of());

  private static final Logger LOG = LoggerFactory.getLogger(GuestTypes.class);

  private GuestTypes() {}

  static DomainCapabilitiesXml capabilities(ConnectionPointer conn, String type) {
    return DomainCapabilitiesXml.parse(xml(conn, type));
  }

  /** Those of the best type of guests that the host runs; {@link #UNKNOWN} without an answer. */
  static CpuSupport cpus(ConnectionPointer conn) {
    for (String type : List.of("kvm", "qemu")) {
      try {
        return CpuXml.support(xml(conn, type));
      } catch (OperationException | LibvirtError e) {
        LOG.debug("CPUs of guests of type {}", type, e);
      }
    }
    return UNKNOWN;
  }

  private static String xml(ConnectionPointer conn, String type) {
    CString xml = LIBVIRT.virConnectGetDomainCapabilities(conn, null, null, MODERN, type, 0);
    if (xml == null) {
      xml = LIBVIRT.virConnectGetDomainCapabilities(conn, null, null, null, type, 0);
    }
    if (xml == null) {
      LibvirtError error = Errors.last();
      ErrorCode code = Errors.translated(error).failure().code();
      if (code == ErrorCode.BAD_INPUT || code == ErrorCode.UNSUPPORTED) {
        throw new OperationException(
            ErrorCode.UNSUPPORTED, "This host runs no guests of type " + type + ".");
      }
      throw error;
    }
    return xml.toString();
  }
}
