package dev.pilothouse.agent.operation.image;

import dev.pilothouse.agent.image.Checksum;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/** The sum that every image gets, and the one that it must have. */
final class Sums {
  private final MessageDigest always = Checksum.sha256();
  private final Optional<Checksum> expected;
  private final MessageDigest other;

  Sums(Optional<Checksum> expected) {
    this.expected = expected;
    this.other = expected.map(Checksum::digest).orElseGet(Checksum::sha256);
  }

  InputStream summing(InputStream in) {
    InputStream first = new DigestInputStream(in, always);
    return expected.isEmpty() ? first : new DigestInputStream(first, other);
  }

  void demand() {
    expected.ifPresent(sum -> sum.demand(other.digest()));
  }

  String sha256() {
    return HexFormat.of().formatHex(always.digest());
  }
}
