package dev.pilothouse.fleet.wire;

import dev.pilothouse.fleet.operation.Order;

/**
 * What lies in a host's queue.
 *
 * @param key the id of the key that signed, see {@link SigningKey#id()}
 * @param signature Ed25519 (RFC 8032) over the UTF-8 bytes of {@code payload}, in Base64
 * @param payload the JSON of a {@link Sealed}, exactly as it was signed
 */
public record Envelope(String key, String signature, String payload) {
  /**
   * What is signed: so an order for one host is worth nothing on another.
   *
   * @param host the only host whose agent may carry it out
   */
  public record Sealed(String host, Order order) {}
}
