package dev.pilothouse.server.auth;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of {@code authorized_keys}.
 *
 * @param blob the public key as on the wire (RFC 4253, section 6.6), in Base64
 * @param terminal false when the line forbids one
 * @param forwarding false when the line forbids it
 */
record AuthorizedKey(
    String blob,
    Optional<Instant> expires,
    Optional<SourcePatterns> from,
    boolean terminal,
    boolean forwarding) {
  boolean isFor(String presented) {
    return blob.equals(presented);
  }

  boolean isValid(Instant now, InetAddress source) {
    return expires.map(now::isBefore).orElse(true)
        && from.map(patterns -> patterns.allow(source)).orElse(true);
  }
}
