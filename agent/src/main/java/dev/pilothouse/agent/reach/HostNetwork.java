package dev.pilothouse.agent.reach;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This host's own addresses, and which networks it is in by them.
 *
 * @param own all of its addresses
 * @param networks by the name of the interface, such as {@code virbr0}
 */
record HostNetwork(Set<InetAddress> own, Map<String, List<Network>> networks) {
  private static final Logger LOG = LoggerFactory.getLogger(HostNetwork.class);

  HostNetwork {
    own = Set.copyOf(own);
    networks = Map.copyOf(networks);
  }

  /** The addresses that begin as {@code address} does, for {@code prefix} bits. */
  record Network(InetAddress address, int prefix) {
    boolean has(InetAddress other) {
      byte[] a = address.getAddress();
      byte[] b = other.getAddress();
      if (a.length != b.length) {
        return false;
      }
      for (int bit = 0; bit < prefix; bit++) {
        int mask = 0x80 >> bit % 8;
        if ((a[bit / 8] & mask) != (b[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  /** As it is now; of an interface that cannot be read, nothing. */
  static HostNetwork now() {
    Set<InetAddress> own = new HashSet<>();
    Map<String, List<Network>> networks = new HashMap<>();
    try {
      for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
        List<Network> of = new ArrayList<>();
        for (InterfaceAddress at : each.getInterfaceAddresses()) {
          if (at != null && at.getAddress() != null) {
            own.add(at.getAddress());
            of.add(new Network(at.getAddress(), at.getNetworkPrefixLength()));
          }
        }
        networks.put(each.getName(), List.copyOf(of));
      }
    } catch (SocketException e) {
      LOG.warn("this host's addresses cannot be read", e);
    }
    return new HostNetwork(own, networks);
  }

  List<Network> of(String device) {
    return networks.getOrDefault(device, List.of());
  }
}
