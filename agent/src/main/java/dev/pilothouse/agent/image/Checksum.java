package dev.pilothouse.agent.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a content must sum up to.
 *
 * @param hex in lower case: 64 digits of SHA-256, or 128 of SHA-512
 */
public record Checksum(String hex) {
  private static final Pattern PLAIN = Pattern.compile("[0-9a-f]{64}|[0-9a-f]{128}");

  /** As sha256sum prints them: the sum, a blank, a blank or an asterisk, the name. */
  private static final Pattern GNU = Pattern.compile("([0-9a-fA-F]{64,128})(?:\\s+\\*?(.+))?");

  /** As sha256sum --tag and BSD print them. */
  private static final Pattern BSD =
      Pattern.compile("SHA(?:256|512) \\((.+)\\) = ([0-9a-fA-F]{64,128})");

  public Checksum {
    hex = hex.toLowerCase(Locale.ROOT);
    if (!PLAIN.matcher(hex).matches()) {
      throw Refused.because(
          "This is no checksum: it must be SHA-256 or SHA-512 in hexadecimal.",
          "Give 64 or 128 hexadecimal digits, or the address of a file with checksums.");
    }
  }

  public static boolean looksLikeOne(String text) {
    return PLAIN.matcher(text.toLowerCase(Locale.ROOT)).matches();
  }

  /**
   * The sum of {@code name} in a file such as {@code SHA256SUMS}; when that names but one file, its
   * sum, whatever it is called.
   */
  static Optional<Checksum> in(String file, String name) {
    List<Checksum> all = new ArrayList<>();
    for (String line : file.lines().map(String::strip).toList()) {
      Matcher bsd = BSD.matcher(line);
      Matcher gnu = GNU.matcher(line);
      boolean isBsd = bsd.matches();
      if (!isBsd && !gnu.matches()) {
        continue;
      }
      String hex = isBsd ? bsd.group(2) : gnu.group(1);
      String of = isBsd ? bsd.group(1) : gnu.group(2);
      if (!looksLikeOne(hex)) {
        continue;
      }
      Checksum sum = new Checksum(hex);
      if (of != null && of.substring(of.lastIndexOf('/') + 1).equals(name)) {
        return Optional.of(sum);
      }
      all.add(sum);
    }
    return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
  }

  /** What computes it. */
  public MessageDigest digest() {
    return digest(hex.length() == 64 ? "SHA-256" : "SHA-512");
  }

  public static MessageDigest sha256() {
    return digest("SHA-256");
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public void demand(byte[] found) {
    String was = HexFormat.of().formatHex(found);
    if (!was.equals(hex)) {
      throw Refused.because(
          "The checksum is wrong: it should be " + hex + " and is " + was + ".",
          "Somebody changed it, or it was damaged on its way: get it again, and check its source.");
    }
  }
}
