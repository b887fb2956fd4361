package dev.pilothouse.config;

import dev.pilothouse.config.source.Form;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What lets a user in: public keys and password hashes, checked for their form only. */
final class Credentials {
  private static final List<String> KEY_TYPES =
      List.of(
          "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "ssh-rsa",
          "sk-ssh-ed25519@openssh.com",
          "sk-ecdsa-sha2-nistp256@openssh.com");

  /** sshd(8), AUTHORIZED_KEYS FILE FORMAT. Options are refused: they would not be obeyed. */
  static final Form<String> AUTHORIZED_KEY =
      Form.of(
          "a public key as in ~/.ssh/id_ed25519.pub (ssh-ed25519, ecdsa-sha2-* or ssh-rsa), without"
              + " options before it",
          text -> Optional.of(text.strip()).filter(Credentials::isPublicKey));

  /** The PHC string format, with what RFC 9106 and the memory of a server allow. */
  static final Form<String> PASSWORD_HASH =
      Form.of(
          "an argon2id hash of the form $argon2id$v=19$m=65536,t=3,p=1$SALT$HASH, with m at most"
              + " 1048576, t at most 64 and p at most 16",
          text -> Optional.of(text).filter(Credentials::isArgon2id));

  private static final Pattern ARGON2ID =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

  private Credentials() {}

  private static boolean isPublicKey(String line) {
    String[] words = line.split("[ \\t]+", 3);
    if (words.length < 2 || line.contains("\n") || !KEY_TYPES.contains(words[0])) {
      return false;
    }
    try {
      byte[] blob = Base64.getDecoder().decode(words[1]);
      byte[] type = words[0].getBytes(StandardCharsets.US_ASCII);
      return blob.length > 4 + type.length && startsWithString(blob, type);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** RFC 4251, section 5: a string is its length in four bytes, then its bytes. */
  private static boolean startsWithString(byte[] blob, byte[] expected) {
    return blob[0] == 0
        && blob[1] == 0
        && blob[2] == 0
        && blob[3] == expected.length
        && Arrays.equals(blob, 4, 4 + expected.length, expected, 0, expected.length);
  }

  private static boolean isArgon2id(String text) {
    Matcher hash = ARGON2ID.matcher(text);
    if (!hash.matches()) {
      return false;
    }
    int memoryKib = Integer.parseInt(hash.group(1));
    int passes = Integer.parseInt(hash.group(2));
    int lanes = Integer.parseInt(hash.group(3));
    return memoryKib >= 8 * Math.max(1, lanes)
        && memoryKib <= 1_048_576
        && passes >= 1
        && passes <= 64
        && lanes >= 1
        && lanes <= 16;
  }
}
