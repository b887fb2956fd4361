package dev.pilothouse.fleet.stream;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate that TLS wants around a key. Nobody looks at what it says: both sides compare the
 * key.
 */
final class Certificates {
  private static final X500Name NAME = new X500Name("CN=pilothouse");
  private static final Duration LONG = Duration.ofDays(36_500);

  private Certificates() {}

  static X509Certificate selfSigned(KeyPair pair, String signature) throws IOException {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              new JcaX509v3CertificateBuilder(
                      NAME,
                      BigInteger.ONE,
                      Date.from(Instant.EPOCH),
                      Date.from(Instant.EPOCH.plus(LONG)),
                      NAME,
                      pair.getPublic())
                  .build(new JcaContentSignerBuilder(signature).build(pair.getPrivate())));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IOException("no certificate can be made for this key", e);
    }
  }
}
