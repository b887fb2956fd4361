package dev.pilothouse.fleet.wire;

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
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A file with both halves of a key, that only its owner can read.
 *
 * @param algorithm of the key, as {@link KeyFactory} names it
 * @param signature what such keys sign with, as {@link Signature} names it
 * @param name what people call it, such as {@code signing key}
 * @param advice for a file that is none
 */
public record KeyFile(String algorithm, String signature, String name, String advice) {
  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";

  /** Reads the file, or writes what {@code fresh} gives when there is no such file. */
  public KeyPair loadOrGenerate(Path file, Supplier<KeyPair> fresh) throws IOException {
    if (Files.notExists(file)) {
      try {
        KeyPair pair = fresh.get();
        save(file, pair);
        return pair;
      } catch (FileAlreadyExistsException e) {
        // Somebody else made it meanwhile: theirs it is.
        return load(file);
      }
    }
    return load(file);
  }

  /**
   * Reads a file that {@link #save} wrote.
   *
   * @throws IOException when it cannot be read, is not such a file, or others than its owner may
   *     read it; the message says what to do
   */
  public KeyPair load(Path file) throws IOException {
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
    if (mode.stream().anyMatch(p -> !p.name().startsWith("OWNER_"))) {
      throw new IOException(
          "others can read the %s %s (%s); run: chmod 600 %s"
              .formatted(name, file, PosixFilePermissions.toString(mode), file));
    }
    String text = Files.readString(file, StandardCharsets.US_ASCII);
    try {
      KeyFactory factory = KeyFactory.getInstance(algorithm);
      PrivateKey secret =
          factory.generatePrivate(new PKCS8EncodedKeySpec(Pem.find(PRIVATE, text).orElseThrow()));
      PublicKey open =
          factory.generatePublic(new X509EncodedKeySpec(Pem.find(PUBLIC, text).orElseThrow()));
      // Java cannot compute the public half: make sure that the two halves belong together.
      if (belongTogether(secret, open)) {
        return new KeyPair(open, secret);
      }
    } catch (GeneralSecurityException | NoSuchElementException e) {
      throw new IOException(notAKey(file), e);
    }
    throw new IOException(notAKey(file));
  }

  /** Writes both halves as PEM into a new file that only its owner can read (0600). */
  public static void save(Path file, KeyPair pair) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        file,
        Pem.block(PRIVATE, pair.getPrivate().getEncoded())
            + Pem.block(PUBLIC, pair.getPublic().getEncoded()),
        StandardCharsets.US_ASCII,
        StandardOpenOption.WRITE);
  }

  private boolean belongTogether(PrivateKey secret, PublicKey open)
      throws GeneralSecurityException {
    byte[] probe = {1};
    Signature signer = Signature.getInstance(signature);
    signer.initSign(secret);
    signer.update(probe);
    byte[] signed = signer.sign();
    signer.initVerify(open);
    signer.update(probe);
    return signer.verify(signed);
  }

  private String notAKey(Path file) {
    return "%s is not a Pilothouse %s (PEM with an %s PRIVATE KEY and its PUBLIC KEY); %s"
        .formatted(file, name, algorithm, advice);
  }
}
