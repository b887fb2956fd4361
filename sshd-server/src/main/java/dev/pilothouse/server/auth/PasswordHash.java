package dev.pilothouse.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * An argon2id hash (RFC 9106) in the PHC string format: {@code
 * $argon2id$v=19$m=19456,t=2,p=1$salt$hash}, Base64 without padding. Memory in KiB.
 */
public final class PasswordHash {
  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

  // OWASP's smallest set for argon2id; a login must not take a core or much memory for long.
  private static final int MEMORY = 19456;
  private static final int PASSES = 2;
  private static final int MAX_MEMORY = 256 * 1024;
  private static final int MAX_PASSES = 16;
  private static final int MAX_LANES = 4;

  private final int memory;
  private final int passes;
  private final int lanes;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(int memory, int passes, int lanes, byte[] salt, byte[] hash) {
    this.memory = memory;
    this.passes = passes;
    this.lanes = lanes;
    this.salt = salt;
    this.hash = hash;
  }

  /** Hashes a new password. */
  public static PasswordHash of(String password, SecureRandom random) {
    byte[] salt = new byte[16];
    random.nextBytes(salt);
    return new PasswordHash(MEMORY, PASSES, 1, salt, derive(password, MEMORY, PASSES, 1, salt, 32));
  }

  /**
   * @throws IllegalArgumentException says what is wrong, without showing the hash
   */
  public static PasswordHash parse(String phc) {
    Matcher matcher = PHC.matcher(phc);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "this is no argon2id hash of the form $argon2id$v=19$m=..,t=..,p=..$salt$hash");
    }
    int memory = Integer.parseInt(matcher.group(1));
    int passes = Integer.parseInt(matcher.group(2));
    int lanes = Integer.parseInt(matcher.group(3));
    if (lanes < 1 || lanes > MAX_LANES || memory < 8 * lanes || memory > MAX_MEMORY) {
      throw new IllegalArgumentException(
          "an argon2id hash needs m=8*p to " + MAX_MEMORY + " and p=1 to " + MAX_LANES);
    }
    if (passes < 1 || passes > MAX_PASSES) {
      throw new IllegalArgumentException("an argon2id hash needs t=1 to " + MAX_PASSES);
    }
    try {
      Base64.Decoder base64 = Base64.getDecoder();
      return new PasswordHash(
          memory, passes, lanes, base64.decode(matcher.group(4)), base64.decode(matcher.group(5)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the argon2id hash is not valid Base64", e);
    }
  }

  /** Takes as long for a wrong password as for the right one. */
  public boolean matches(String password) {
    return MessageDigest.isEqual(hash, derive(password, memory, passes, lanes, salt, hash.length));
  }

  /** The PHC string. */
  public String phc() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(memory, passes, lanes, base64.encodeToString(salt), base64.encodeToString(hash));
  }

  @Override
  public String toString() {
    return "PasswordHash[not shown]";
  }

  private static byte[] derive(
      String password, int memory, int passes, int lanes, byte[] salt, int length) {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memory)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    byte[] derived = new byte[length];
    argon2.generateBytes(password.getBytes(StandardCharsets.UTF_8), derived);
    return derived;
  }
}
