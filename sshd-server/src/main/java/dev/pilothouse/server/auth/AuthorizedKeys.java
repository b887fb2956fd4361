package dev.pilothouse.server.auth;

import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an {@code authorized_keys} file (sshd(8), AUTHORIZED_KEYS FILE FORMAT). A line with
 * an option that is not honoured here is refused, because it would let in more than its owner
 * meant.
 *
 * @param problems one sentence per refused line
 */
record AuthorizedKeys(List<AuthorizedKey> keys, List<String> problems) {
  private static final Set<String> TYPES =
      Set.of(
          "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "ssh-rsa",
          "sk-ssh-ed25519@openssh.com",
          "sk-ecdsa-sha2-nistp256@openssh.com");

  /** What they forbid or allow again is never possible here. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "agent-forwarding",
          "no-agent-forwarding",
          "x11-forwarding",
          "no-x11-forwarding",
          "user-rc",
          "no-user-rc");

  private static final int SMALLEST_RSA = 2048;
  private static final Pattern OPTION =
      Pattern.compile("([A-Za-z0-9-]+)(?:=\"((?:[^\"\\\\]|\\\\.)*)\")?(,|\\s+)");
  private static final Pattern TIME =
      Pattern.compile("(\\d{4})(\\d\\d)(\\d\\d)(?:(\\d\\d)(\\d\\d)(\\d\\d)?)?(Z?)");

  /**
   * @param local for times that name no zone
   */
  static AuthorizedKeys parse(List<String> lines, ZoneId local) {
    List<AuthorizedKey> keys = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      try {
        keys.add(parse(line, local));
      } catch (IllegalArgumentException e) {
        problems.add("key line %d is not used: %s".formatted(i + 1, e.getMessage()));
      }
    }
    return new AuthorizedKeys(List.copyOf(keys), List.copyOf(problems));
  }

  private static AuthorizedKey parse(String line, ZoneId local) {
    Optional<Instant> expires = Optional.empty();
    Optional<SourcePatterns> from = Optional.empty();
    boolean terminal = true;
    boolean forwarding = true;
    String rest = line;
    if (!TYPES.contains(firstWord(line))) {
      Matcher option = OPTION.matcher(line);
      int at = 0;
      boolean more = true;
      while (more) {
        if (!option.find(at) || option.start() != at) {
          throw new IllegalArgumentException("it starts with no key type and no known option");
        }
        String name = option.group(1).toLowerCase(Locale.ROOT);
        String value = option.group(2);
        switch (name) {
          case "restrict" -> {
            terminal = false;
            forwarding = false;
          }
          case "no-pty" -> terminal = false;
          case "no-port-forwarding" -> forwarding = false;
          case "port-forwarding" -> forwarding = true;
          case "pty" -> terminal = true;
          case "expiry-time" -> expires = Optional.of(time(required(name, value), local));
          case "from" -> from = Optional.of(SourcePatterns.parse(required(name, value)));
          default -> {
            if (!WITHOUT_EFFECT.contains(name)) {
              throw new IllegalArgumentException(
                  "the option " + name + " is not supported; take it out to use the key");
            }
          }
        }
        more = option.group(3).equals(",");
        at = option.end();
      }
      rest = line.substring(at);
    }
    return new AuthorizedKey(base64(rest), expires, from, terminal, forwarding);
  }

  private static String base64(String typeAndKey) {
    String[] words = typeAndKey.split("\\s+", 3);
    if (!TYPES.contains(words[0])) {
      throw new IllegalArgumentException(
          "keys of this type are not accepted; use ed25519, ecdsa or rsa");
    }
    if (words.length < 2) {
      throw new IllegalArgumentException("there is no key in it");
    }
    byte[] blob;
    PublicKey key;
    try {
      blob = Base64.getDecoder().decode(words[1]);
      ByteArrayBuffer buffer = new ByteArrayBuffer(blob);
      if (!buffer.getString().equals(words[0])) {
        throw new IllegalArgumentException("the key is not of the type it says");
      }
      key = new ByteArrayBuffer(blob).getRawPublicKey();
    } catch (Exception e) {
      throw new IllegalArgumentException("the key is damaged; copy the whole line again", e);
    }
    if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < SMALLEST_RSA) {
      throw new IllegalArgumentException(
          "an rsa key needs at least %d bits".formatted(SMALLEST_RSA));
    }
    return Base64.getEncoder().encodeToString(blob);
  }

  private static Instant time(String text, ZoneId local) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw new IllegalArgumentException("expiry-time is YYYYMMDD[HHMM[SS]][Z]");
    }
    try {
      return LocalDateTime.of(
              number(time, 1),
              number(time, 2),
              number(time, 3),
              number(time, 4),
              number(time, 5),
              number(time, 6))
          .atZone(time.group(7).isEmpty() ? local : ZoneOffset.UTC)
          .toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("expiry-time is no date", e);
    }
  }

  private static int number(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static String required(String name, @Nullable String value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " needs a value in double quotes");
    }
    return value;
  }

  private static String firstWord(String line) {
    return line.split("\\s+", 2)[0];
  }
}
