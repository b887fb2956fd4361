package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.pilothouse.agent.hypervisor.Networks;
import dev.pilothouse.agent.hypervisor.libvirt.Link.Lane;
import dev.pilothouse.agent.xml.NetworkXml;
import dev.pilothouse.fleet.model.Lease;
import dev.pilothouse.fleet.model.VirtualNetwork;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.libvirt.jna.NetworkPointer;

/** Virtual networks through libvirt's network driver. */
final class LibvirtNetworks implements Networks {
  /** VIR_NETWORK_XML_INACTIVE. */
  private static final int XML_INACTIVE = 1;

  private final Connection connection;

  LibvirtNetworks(Connection connection) {
    this.connection = connection;
  }

  @Override
  public List<VirtualNetwork> all() {
    return connection
        .link()
        .call(
            Lane.READ,
            conn ->
                Handles.each(
                    array -> LIBVIRT.virConnectListAllNetworks(conn, array, 0),
                    NetworkPointer::new,
                    LibvirtNetworks::network,
                    LIBVIRT::virNetworkFree));
  }

  @Override
  public void define(String xml) {
    NetworkXml wanted = NetworkXml.parse(xml);
    if (all().stream().anyMatch(network -> network.name().equals(wanted.name()))) {
      throw new OperationException(
          ErrorCode.NAME_TAKEN, "A network with this name is there already.");
    }
    connection
        .link()
        .call(
            Lane.ACT,
            conn -> LIBVIRT.virNetworkFree(Errors.check(LIBVIRT.virNetworkDefineXML(conn, xml))));
  }

  @Override
  public String xml(String network) {
    return on(
        Lane.READ,
        network,
        found -> Errors.check(LIBVIRT.virNetworkGetXMLDesc(found, XML_INACTIVE)).toString());
  }

  @Override
  public void start(String network) {
    act(network, LIBVIRT::virNetworkCreate);
  }

  @Override
  public void stop(String network) {
    act(network, LIBVIRT::virNetworkDestroy);
  }

  @Override
  public void undefine(String network) {
    act(network, LIBVIRT::virNetworkUndefine);
  }

  @Override
  public void setAutostart(String network, boolean on) {
    act(network, found -> LIBVIRT.virNetworkSetAutostart(found, on ? 1 : 0));
  }

  private void act(String network, ToIntFunction<NetworkPointer> deed) {
    on(Lane.ACT, network, found -> Errors.check(deed.applyAsInt(found)));
  }

  private <T> T on(Lane lane, String network, Function<NetworkPointer, T> body) {
    return connection
        .link()
        .call(
            lane,
            conn -> {
              NetworkPointer found = Errors.check(LIBVIRT.virNetworkLookupByName(conn, network));
              try {
                return body.apply(found);
              } finally {
                LIBVIRT.virNetworkFree(found);
              }
            });
  }

  private static VirtualNetwork network(NetworkPointer network) {
    NetworkXml xml =
        NetworkXml.parse(Errors.check(LIBVIRT.virNetworkGetXMLDesc(network, 0)).toString());
    boolean active = Errors.check(LIBVIRT.virNetworkIsActive(network)) == 1;
    IntByReference autostart = new IntByReference();
    LIBVIRT.virNetworkGetAutostart(network, autostart);
    return new VirtualNetwork(
        xml.name(),
        xml.uuid(),
        xml.bridge(),
        xml.mode(),
        active,
        autostart.getValue() != 0,
        Errors.check(LIBVIRT.virNetworkIsPersistent(network)) == 1,
        xml.addresses(),
        active ? leases(network) : List.of());
  }

  /**
   * virNetworkDHCPLease: end in seconds at 8, MAC at 24, address at 40, host name at 56. Networks
   * without a DHCP server of libvirt's have none.
   */
  private static List<Lease> leases(NetworkPointer network) {
    PointerByReference array = new PointerByReference();
    int count = LIBVIRT.virNetworkGetDHCPLeases(network, null, array, 0);
    if (count < 0) {
      return List.of();
    }
    List<Lease> leases = new ArrayList<>(count);
    Pointer start = array.getValue();
    if (start == null) {
      return leases;
    }
    try {
      for (Pointer lease : start.getPointerArray(0, count)) {
        long until = lease.getLong(8);
        leases.add(
            new Lease(
                text(lease.getPointer(24)).toLowerCase(Locale.ROOT),
                text(lease.getPointer(40)),
                text(lease.getPointer(56)),
                until == 0 ? null : Instant.ofEpochSecond(until)));
        LIBVIRT.virNetworkDHCPLeaseFree(lease);
      }
    } finally {
      Native.free(Pointer.nativeValue(start));
    }
    return leases;
  }

  private static String text(@Nullable Pointer text) {
    return text == null ? "" : text.getString(0, "UTF-8");
  }
}
