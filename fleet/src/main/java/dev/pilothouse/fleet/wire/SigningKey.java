package dev.pilothouse.fleet.wire;

import dev.pilothouse.fleet.operation.Order;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Set;

/** A management node's Ed25519 key: what it signs, the agents that trust it carry out. */
public final class SigningKey {
  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";

  private final PrivateKey secret;
  private final PublicKey open;
  private final String id;

  private SigningKey(PrivateKey secret, PublicKey open) {
    this.secret = secret;
    this.open = open;
    this.id = TrustedKeys.id(open);
  }

  public static SigningKey generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new SigningKey(pair.getPrivate(), pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no Ed25519", e);
    }
  }

  /**
   * Reads a file that {@link #save} wrote.
   *
   * @throws IOException when it cannot be read, is not such a file, or others than its owner may
   *     read it; the message says what to do
   */
  public static SigningKey load(Path file) throws IOException {
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
    if (mode.stream().anyMatch(p -> !p.name().startsWith("OWNER_"))) {
      throw new IOException(
          "others can read the signing key %s (%s); run: chmod 600 %s"
              .formatted(file, PosixFilePermissions.toString(mode), file));
    }
    String text = Files.readString(file, StandardCharsets.US_ASCII);
    try {
      KeyFactory factory = KeyFactory.getInstance("Ed25519");
      SigningKey key =
          new SigningKey(
              factory.generatePrivate(
                  new PKCS8EncodedKeySpec(Pem.find(PRIVATE, text).orElseThrow())),
              factory.generatePublic(new X509EncodedKeySpec(Pem.find(PUBLIC, text).orElseThrow())));
      // Java cannot compute the public half: make sure that the two halves belong together.
      byte[] probe = {1};
      if (TrustedKeys.verify(key.open, probe, key.sign(probe))) {
        return key;
      }
    } catch (GeneralSecurityException | java.util.NoSuchElementException e) {
      throw new IOException(notAKey(file), e);
    }
    throw new IOException(notAKey(file));
  }

  /** Reads the file, or makes a new key and writes it there when there is no such file. */
  public static SigningKey loadOrGenerate(Path file) throws IOException {
    if (Files.notExists(file)) {
      try {
        SigningKey key = generate();
        key.save(file);
        return key;
      } catch (FileAlreadyExistsException e) {
        // Somebody else made it meanwhile: theirs it is.
        return load(file);
      }
    }
    return load(file);
  }

  /** Writes both halves as PEM into a new file that only its owner can read (0600). */
  public void save(Path file) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        file,
        Pem.block(PRIVATE, secret.getEncoded()) + Pem.block(PUBLIC, open.getEncoded()),
        StandardCharsets.US_ASCII,
        StandardOpenOption.WRITE);
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

  private static String notAKey(Path file) {
    return "%s is not a Pilothouse signing key (PEM with an Ed25519 PRIVATE KEY and its PUBLIC KEY);"
            .formatted(file)
        + " restore it from a backup, or remove it to get a new one that every agent must then"
        + " trust";
  }

  @Override
  public String toString() {
    return "SigningKey " + id;
  }
}
