package dev.pilothouse.server.auth;

import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * How somebody got in.
 *
 * @param terminal false when the key may not ask for one
 * @param forwarding false when the key may not ask for connections to VMs
 * @param how for the audit
 * @param publicKey as a line of authorized_keys; empty for whoever came in without one
 */
public record Login(
    String name, Role role, boolean terminal, boolean forwarding, String how, String publicKey) {
  /** Who asks for things, from where. */
  public Principal at(SocketAddress remote) {
    String address =
        remote instanceof InetSocketAddress inet && inet.getAddress() != null
            ? inet.getAddress().getHostAddress()
            : "?";
    return new Principal(name, role, "ssh " + address);
  }
}
