package dev.pilothouse.fleet.stream;

import dev.pilothouse.fleet.operation.StreamOffer.Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where agents may find a process that listens. */
final class Whereabouts {
  private static final Logger LOG = LoggerFactory.getLogger(Whereabouts.class);

  /** An agent tries one after the other. */
  private static final int MOST = 8;

  private Whereabouts() {}

  static List<Address> of(StreamSettings settings, int port) {
    if (!settings.advertised().isEmpty()) {
      return settings.advertised().stream()
          .map(at -> at.port() == 0 ? new Address(at.host(), port) : at)
          .toList();
    }
    InetAddress address = new InetSocketAddress(settings.address(), port).getAddress();
    if (address != null && !address.isAnyLocalAddress()) {
      return List.of(new Address(settings.address(), port));
    }
    // Its own key keeps an agent elsewhere from taking its own loopback for this machine's.
    return Stream.concat(ofThisMachine(), Stream.of("127.0.0.1"))
        .map(host -> new Address(host, port))
        .toList();
  }

  private static Stream<String> ofThisMachine() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(a -> !a.isLoopbackAddress() && !a.isLinkLocalAddress() && !a.isAnyLocalAddress())
          .sorted(Comparator.comparing(a -> a instanceof Inet6Address))
          .map(InetAddress::getHostAddress)
          .map(a -> a.contains("%") ? a.substring(0, a.indexOf('%')) : a)
          .limit(MOST - 1);
    } catch (SocketException e) {
      LOG.warn("this machine's addresses cannot be read", e);
      return Stream.of();
    }
  }
}
