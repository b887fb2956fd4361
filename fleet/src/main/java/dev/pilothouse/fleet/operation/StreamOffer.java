package dev.pilothouse.fleet.operation;

import java.util.List;

/**
 * Where an agent finds the one who offers it a stream, inside of the signed order that needs it.
 *
 * @param at where the offering process listens, best first
 * @param pin SHA-256 of that process's public key (its SubjectPublicKeyInfo), in hexadecimal: what
 *     answers with another key is somebody else
 * @param token 256 bits in hexadecimal, good once, and from the agent's own key only; not for
 *     people's eyes
 */
public record StreamOffer(List<Address> at, String pin, String token) {
  /** What a dry run has: nothing is offered. */
  public static final StreamOffer NONE = new StreamOffer(List.of(), "", "");

  public StreamOffer {
    at = List.copyOf(at);
  }

  /**
   * @param host an IP address or a name
   */
  public record Address(String host, int port) {
    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /** Without the token: this may reach a log. */
  @Override
  public String toString() {
    return "StreamOffer" + at;
  }
}
