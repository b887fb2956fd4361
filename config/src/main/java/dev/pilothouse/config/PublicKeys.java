package dev.pilothouse.config;

import dev.pilothouse.config.source.Form;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Ed25519 public keys in base64: the bare 32 bytes, or X.509's 44 as in a PEM file's only line. */
final class PublicKeys {
  static final Form<PublicKey> FORM =
      Form.of("an Ed25519 public key in base64 (44 or 60 characters)", PublicKeys::read);

  /** RFC 8410, section 4: what stands before the 32 bytes in a SubjectPublicKeyInfo. */
  private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private PublicKeys() {}

  static String write(PublicKey key) {
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }

  private static Optional<PublicKey> read(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return Optional.of(
          KeyFactory.getInstance("Ed25519")
              .generatePublic(
                  new X509EncodedKeySpec(bytes.length == 32 ? prefixed(bytes) : bytes)));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static byte[] prefixed(byte[] key) {
    byte[] whole = new byte[PREFIX.length + key.length];
    System.arraycopy(PREFIX, 0, whole, 0, PREFIX.length);
    System.arraycopy(key, 0, whole, PREFIX.length, key.length);
    return whole;
  }
}
