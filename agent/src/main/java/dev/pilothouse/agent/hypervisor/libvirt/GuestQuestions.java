package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.pilothouse.agent.xml.OsName;
import dev.pilothouse.fleet.model.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.libvirt.jna.DomainPointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks about one running guest: its agent, DHCP leases of libvirt's networks, and the host's ARP
 * table. The agent is given a few seconds, since without a limit libvirt waits for ever.
 */
final class GuestQuestions {
  private static final Logger LOG = LoggerFactory.getLogger(GuestQuestions.class);
  private static final int AGENT_SECONDS = 3;
  private static final int SOURCE_LEASE = 0;
  private static final int SOURCE_AGENT = 1;
  private static final int SOURCE_ARP = 2;
  private static final int INFO_OS = 1 << 1;
  private static final int OS_NAME_MOST = 60;

  private GuestQuestions() {}

  /**
   * @param leases whether a NIC is on a network of libvirt's
   * @param agent whether the guest's agent is connected
   */
  static Guest ask(DomainPointer domain, boolean leases, boolean agent, Guest before) {
    Map<String, List<IpAddress>> addresses = new HashMap<>();
    String os = before.osName();
    String silence = "";
    if (agent) {
      try {
        LIBVIRT.virDomainAgentSetResponseTimeout(domain, AGENT_SECONDS, 0);
        addresses(domain, SOURCE_AGENT, IpAddress.Source.AGENT, addresses);
        os = os(domain);
      } catch (LibvirtError e) {
        silence = "guest agent: " + e.getMessage();
      }
    }
    if (leases) {
      try {
        addresses(domain, SOURCE_LEASE, IpAddress.Source.LEASE, addresses);
      } catch (LibvirtError e) {
        LOG.debug("a network that is not active has no leases", e);
      }
    }
    arp(domain).forEach(addresses::putIfAbsent);
    return new Guest(addresses, os, silence);
  }

  /** Whom the host spoke to lately: only for interfaces of which nothing better is known. */
  private static Map<String, List<IpAddress>> arp(DomainPointer domain) {
    Map<String, List<IpAddress>> seen = new HashMap<>();
    try {
      addresses(domain, SOURCE_ARP, IpAddress.Source.ARP, seen);
    } catch (LibvirtError e) {
      LOG.debug("this host's ARP table cannot be read", e);
    }
    return seen;
  }

  /**
   * virDomainInterface: name at 0, hardware address at 8, number of addresses at 16, addresses at
   * 24; virDomainIPAddress: type at 0, text at 8; 24 bytes each.
   */
  private static void addresses(
      DomainPointer domain,
      int source,
      IpAddress.Source learned,
      Map<String, List<IpAddress>> into) {
    PointerByReference list = new PointerByReference();
    int count = Errors.check(LIBVIRT.virDomainInterfaceAddresses(domain, list, source, 0));
    Pointer nics = list.getValue();
    if (nics == null) {
      return;
    }
    for (Pointer nic : nics.getPointerArray(0, count)) {
      Pointer mac = nic.getPointer(8);
      if (mac != null) {
        List<IpAddress> known =
            into.computeIfAbsent(
                mac.getString(0, "UTF-8").toLowerCase(Locale.ROOT), m -> new ArrayList<>());
        for (int i = 0; i < nic.getInt(16); i++) {
          String address = nic.getPointer(24).getPointer(24L * i + 8).getString(0, "UTF-8");
          if (known.stream().noneMatch(k -> k.address().equals(address))) {
            known.add(new IpAddress(address, learned));
          }
        }
      }
      LIBVIRT.virDomainInterfaceFree(nic);
    }
    Native.free(Pointer.nativeValue(nics));
  }

  private static String os(DomainPointer domain) {
    PointerByReference list = new PointerByReference();
    IntByReference count = new IntByReference();
    Errors.check(LIBVIRT.virDomainGetGuestInfo(domain, INFO_OS, list, count, 0));
    try {
      TypedParams info = TypedParams.read(list.getValue(), count.getValue());
      String id = info.text("os.id");
      String version = info.text("os.version-id");
      String pretty = info.text("os.pretty-name");
      // Windows says "mswindows" and puts its name into the other fields.
      String name =
          id.isEmpty() || id.equals("mswindows") || version.isEmpty()
              ? pretty
              : OsName.of(id, version);
      return name.length() <= OS_NAME_MOST ? name : name.substring(0, OS_NAME_MOST);
    } finally {
      LIBVIRT.virTypedParamsFree(list.getValue(), count.getValue());
    }
  }
}
