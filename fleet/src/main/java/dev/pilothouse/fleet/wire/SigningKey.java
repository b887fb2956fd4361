package dev.pilothouse.fleet.wire;

import dev.pilothouse.fleet.operation.Order;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;

/** A management node's Ed25519 key: what it signs, the agents that trust it carry out. */
public final class SigningKey {
  private static final KeyFile FILE =
      new KeyFile(
          "Ed25519",
          "Ed25519",
          "signing key",
          "restore it from a backup, or remove it to get a new one that every agent must then"
              + " trust");

  private final PrivateKey secret;
  private final PublicKey open;
  private final String id;

  private SigningKey(PrivateKey secret, PublicKey open) {
    this.secret = secret;
    this.open = open;
    this.id = TrustedKeys.id(open);
  }

  public static SigningKey generate() {
    return of(fresh());
  }

  private static KeyPair fresh() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no Ed25519", e);
    }
  }

  private static SigningKey of(KeyPair pair) {
    return new SigningKey(pair.getPrivate(), pair.getPublic());
  }

  /**
   * Reads a file that {@link #save} wrote.
   *
   * @throws IOException when it cannot be read, is not such a file, or others than its owner may
   *     read it; the message says what to do
   */
  public static SigningKey load(Path file) throws IOException {
    return of(FILE.load(file));
  }

  /** Reads the file, or makes a new key and writes it there when there is no such file. */
  public static SigningKey loadOrGenerate(Path file) throws IOException {
    return of(FILE.loadOrGenerate(file, SigningKey::fresh));
  }

  /** Writes both halves as PEM into a new file that only its owner can read (0600). */
  public void save(Path file) throws IOException {
    KeyFile.save(file, new KeyPair(open, secret));
  }

  /** Names the key in envelopes and logs: the start of the public key's SHA-256, in hex. */
  public String id() {
    return id;
  }

  /** The public half as one line for an agent's file of {@link TrustedKeys}. */
  public String publicLine() {
    return Base64.getEncoder().encodeToString(open.getEncoded());
  }

  PublicKey publicKey() {
    return open;
  }

  /** The JSON of a signed {@link Envelope}, ready for the queue of {@code host}. */
  public String seal(Codec codec, String host, Order order) {
    String payload = codec.write(Envelope.Sealed.class, new Envelope.Sealed(host, order));
    String signature =
        Base64.getEncoder().encodeToString(sign(payload.getBytes(StandardCharsets.UTF_8)));
    return codec.write(Envelope.class, new Envelope(id, signature, payload));
  }

  private byte[] sign(byte[] bytes) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(secret);
      signer.update(bytes);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign with key " + id, e);
    }
  }

  @Override
  public String toString() {
    return "SigningKey " + id;
  }
}
