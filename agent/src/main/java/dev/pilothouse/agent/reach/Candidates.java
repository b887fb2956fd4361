package dev.pilothouse.agent.reach;

import dev.pilothouse.fleet.model.IpAddress;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.VirtualNetwork;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a guest may be connected to. A guest can claim any address, so that it could lead whoever
 * connects to it to the host's own services or to other machines: only addresses count that lie in
 * a network which this host shares with one of the VM's interfaces, and that are not the host's.
 *
 * @param addresses best evidence first
 * @param refused for people: what else was claimed, and why it does not count
 */
record Candidates(List<Candidate> addresses, List<String> refused) {
  /** Nothing that a resolver would be asked about. */
  private static final Pattern LITERAL =
      Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

  /** What a guest may claim without end. */
  private static final int MOST = 8;

  Candidates {
    addresses = List.copyOf(addresses);
    refused = List.copyOf(refused);
  }

  /**
   * @param mac of the interface that has the address
   * @param device of the host, in the same network
   * @param given whether this host's DHCP server gave it to that interface; else it is a claim
   */
  record Candidate(InetAddress address, String mac, String device, boolean given) {}

  static Candidates of(Vm vm, List<VirtualNetwork> networks, HostNetwork host) {
    List<Candidate> good = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (Nic nic : vm.nics()) {
      String device = device(nic, networks);
      for (IpAddress known : known(nic, networks)) {
        Optional<InetAddress> address = parsed(known.address());
        if (address.isEmpty() || local(address.get())) {
          continue; // every guest has these, and they say nothing
        }
        String why = unfit(address.get(), nic, device, host);
        if (!why.isEmpty()) {
          refused.add(Visible.line(known.address()) + " " + why);
        } else if (good.stream().noneMatch(c -> c.address().equals(address.get()))) {
          boolean given = known.source() == IpAddress.Source.LEASE;
          good.add(new Candidate(address.get(), nic.mac(), device, given));
        }
      }
    }
    return new Candidates(
        good.stream().limit(MOST).toList(), refused.stream().limit(MOST).toList());
  }

  /** What was learned of the interface, and what libvirt's DHCP servers gave it by now. */
  private static List<IpAddress> known(Nic nic, List<VirtualNetwork> networks) {
    return Stream.concat(
            nic.addresses().stream(),
            networks.stream()
                .flatMap(network -> network.leases().stream())
                .filter(lease -> lease.mac().equals(nic.mac()))
                .map(lease -> new IpAddress(lease.address(), IpAddress.Source.LEASE)))
        .toList();
  }

  private static boolean local(InetAddress address) {
    return address.isLoopbackAddress() || address.isLinkLocalAddress();
  }

  private static String unfit(InetAddress address, Nic nic, String device, HostNetwork host) {
    if (host.own().contains(address)) {
      return "is this host's own";
    }
    if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
      return "is nobody's address";
    }
    if (host.of(device).stream().noneMatch(network -> network.has(address))) {
      return "is in no network that this host shares with the VM's interface at "
          + Visible.line(nic.network());
    }
    return "";
  }

  /** The host's interface in the network that a VM's is plugged into; empty when there is none. */
  private static String device(Nic nic, List<VirtualNetwork> networks) {
    String plug = nic.network();
    if (plug.startsWith("bridge:")) {
      return plug.substring("bridge:".length());
    }
    if (plug.startsWith("network:")) {
      String name = plug.substring("network:".length());
      return networks.stream()
          .filter(network -> network.name().equals(name))
          .map(VirtualNetwork::bridge)
          .findFirst()
          .orElse("");
    }
    return "";
  }

  private static Optional<InetAddress> parsed(String text) {
    try {
      return LITERAL.matcher(text).matches()
          ? Optional.of(InetAddress.getByName(text))
          : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
