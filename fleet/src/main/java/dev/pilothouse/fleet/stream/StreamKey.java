package dev.pilothouse.fleet.stream;

import dev.pilothouse.fleet.wire.KeyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Who one end of a stream is: a key on P-256, known to the other end by its {@link #pin}. */
public final class StreamKey {
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final KeyFile FILE =
      new KeyFile("EC", SIGNATURE, "stream key", "remove it to get a new one");

  private final KeyPair pair;

  private StreamKey(KeyPair pair) {
    this.pair = pair;
  }

  public static StreamKey generate() {
    return new StreamKey(fresh());
  }

  /** Reads the file, or makes a new key and writes it there (0600) when there is no such file. */
  public static StreamKey loadOrGenerate(Path file) throws IOException {
    return new StreamKey(FILE.loadOrGenerate(file, StreamKey::fresh));
  }

  private static KeyPair fresh() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no P-256", e);
    }
  }

  /** SHA-256 of the public key's SubjectPublicKeyInfo, in hexadecimal. */
  public String pin() {
    return pin(pair.getPublic());
  }

  static String pin(PublicKey key) {
    return sha256(key.getEncoded());
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  /**
   * TLS as this key's owner.
   *
   * @param peer the pin of the only one to talk to; empty to talk to anybody with a key
   */
  SSLContext tls(Optional<String> peer) throws IOException {
    try {
      X509Certificate certificate = Certificates.selfSigned(pair, SIGNATURE);
      char[] noPassword = {};
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, noPassword);
      store.setKeyEntry("key", pair.getPrivate(), noPassword, new Certificate[] {certificate});
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(store, noPassword);
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(keys.getKeyManagers(), new TrustManager[] {new PinnedPeer(peer)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up", e);
    }
  }

  @Override
  public String toString() {
    return "StreamKey " + pin();
  }
}
