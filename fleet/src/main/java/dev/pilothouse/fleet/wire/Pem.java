package dev.pilothouse.fleet.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Blocks of PEM (RFC 7468), as {@code openssl pkey} reads and writes them. */
final class Pem {
  private Pem() {}

  static String block(String label, byte[] der) {
    byte[] eol = "\n".getBytes(StandardCharsets.US_ASCII);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder(64, eol).encodeToString(der), label);
  }

  /** The first block with that label; empty when there is none or it is not Base64. */
  static Optional<byte[]> find(String label, String text) {
    Matcher block =
        Pattern.compile("-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]*)-----END " + label)
            .matcher(text);
    try {
      return block.find()
          ? Optional.of(Base64.getMimeDecoder().decode(block.group(1)))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
