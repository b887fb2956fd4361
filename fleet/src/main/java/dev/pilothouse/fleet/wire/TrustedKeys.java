package dev.pilothouse.fleet.wire;

import dev.pilothouse.fleet.operation.Order;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The management nodes' public keys that an agent obeys. */
public final class TrustedKeys {
  private static final int ID_BYTES = 8;

  private final Map<String, PublicKey> keys;

  private TrustedKeys(Map<String, PublicKey> keys) {
    this.keys = Map.copyOf(keys);
  }

  public static TrustedKeys of(SigningKey... keys) {
    Map<String, PublicKey> trusted = new HashMap<>();
    for (SigningKey key : keys) {
      trusted.put(key.id(), key.publicKey());
    }
    return new TrustedKeys(trusted);
  }

  /** Ed25519 public keys, as an agent's configuration lists them. */
  public static TrustedKeys of(Collection<PublicKey> keys) {
    Map<String, PublicKey> trusted = new HashMap<>();
    for (PublicKey key : keys) {
      trusted.put(id(key), key);
    }
    return new TrustedKeys(trusted);
  }

  /**
   * Reads a file with one {@link SigningKey#publicLine()} a line; what follows it on the line,
   * empty lines and lines that begin with {@code #} are for people.
   *
   * @throws IOException when it cannot be read, or a line is not a key
   */
  public static TrustedKeys load(Path file) throws IOException {
    Map<String, PublicKey> trusted = new HashMap<>();
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        try {
          PublicKey key = decode(line.split("\\s+", 2)[0]);
          trusted.put(id(key), key);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
          throw new IOException(
              "%s, line %d: not an Ed25519 public key; copy the line that the management node"
                      .formatted(file, i + 1)
                  + " prints",
              e);
        }
      }
    }
    return new TrustedKeys(trusted);
  }

  public Set<String> ids() {
    return keys.keySet();
  }

  /**
   * Opens what lay in the queue of {@code host}.
   *
   * @throws UntrustedException when it must not be carried out
   */
  public Order open(Codec codec, String host, String json) throws UntrustedException {
    long number = 0;
    try {
      Envelope envelope = codec.read(Envelope.class, json);
      Envelope.Sealed sealed = codec.read(Envelope.Sealed.class, envelope.payload());
      number = sealed.order().number();
      PublicKey key = keys.get(envelope.key());
      if (key == null) {
        throw new UntrustedException(number, "it is signed by a key that this agent does not know");
      }
      byte[] signature = Base64.getDecoder().decode(envelope.signature());
      if (!verify(key, envelope.payload().getBytes(StandardCharsets.UTF_8), signature)) {
        throw new UntrustedException(number, "its signature is wrong: it was altered or forged");
      }
      if (!sealed.host().equals(host) || !sealed.order().operation().host().equals(host)) {
        throw new UntrustedException(number, "it is meant for another host");
      }
      return sealed.order();
    } catch (WireException | IllegalArgumentException e) {
      throw new UntrustedException(number, "it cannot be read");
    }
  }

  static boolean verify(PublicKey key, byte[] bytes, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(bytes);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  static String id(PublicKey key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  private static PublicKey decode(String base64) throws GeneralSecurityException {
    byte[] der = Base64.getDecoder().decode(base64);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
  }
}
