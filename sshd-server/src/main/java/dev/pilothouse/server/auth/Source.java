package dev.pilothouse.server.auth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where connections come from, as far as limits go.
 *
 * @param name an IPv4 address, or an IPv6 /64, which one household or host has to itself
 */
public record Source(String name) {
  public static Source of(SocketAddress address) {
    InetAddress inet = inetOf(address);
    return inet instanceof Inet6Address
        ? new Source(HexFormat.of().formatHex(Arrays.copyOf(inet.getAddress(), 8)))
        : new Source(inet.getHostAddress());
  }

  /** Address and port, for the audit. */
  public static String shown(SocketAddress address) {
    return address instanceof InetSocketAddress inet
        ? inetOf(address).getHostAddress() + ":" + inet.getPort()
        : String.valueOf(address);
  }

  static InetAddress inetOf(SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getAddress() != null
        ? inet.getAddress()
        : InetAddress.getLoopbackAddress();
  }
}
