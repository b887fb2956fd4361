package dev.pilothouse.fleet.model;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: a number with a binary unit, {@code 20G}, {@code 1.5T}. */
public final class Size {
  private static final String UNITS = "KMGTP";
  private static final Pattern WRITTEN =
      Pattern.compile("(\\d{1,15})(?:\\.(\\d{1,3}))?\\s?([KMGTPkmgtp]?)(?:i?[Bb])?");

  private Size() {}

  /**
   * Bytes; K, M, G, T and P stand for 1024, 1024 x 1024 and so on, as do KiB, MiB...
   *
   * @throws IllegalArgumentException with a sentence for people
   */
  public static long parse(String text) {
    Matcher matcher = WRITTEN.matcher(text.strip());
    if (!matcher.matches() || (matcher.group(3).isEmpty() && matcher.group(2) != null)) {
      throw wrong(text, "is no size; write a number and a unit, such as 20G or 512M");
    }
    String unit = matcher.group(3).toUpperCase(Locale.ROOT);
    long factor = unit.isEmpty() ? 1 : 1L << (10 * (UNITS.indexOf(unit) + 1));
    try {
      long bytes = Math.multiplyExact(Long.parseLong(matcher.group(1)), factor);
      String fraction = matcher.group(2);
      if (fraction != null) {
        long thousandths = Long.parseLong((fraction + "00").substring(0, 3));
        bytes =
            Math.addExact(bytes, factor / 1000 * thousandths + factor % 1000 * thousandths / 1000);
      }
      return bytes;
    } catch (ArithmeticException e) {
      throw wrong(text, "is larger than any disk");
    }
  }

  /** The shortest text that {@link #parse} reads back as exactly {@code bytes}. */
  public static String exact(long bytes) {
    long value = bytes;
    int unit = -1;
    while (value != 0 && value % 1024 == 0 && unit < UNITS.length() - 1) {
      value /= 1024;
      unit++;
    }
    return unit < 0 ? Long.toString(value) : value + UNITS.substring(unit, unit + 1);
  }

  /** The same for people: {@code 2 GiB}, {@code 1536 MiB}, {@code 17 B}. */
  public static String text(long bytes) {
    String exact = exact(bytes);
    int last = exact.length() - 1;
    return Character.isDigit(exact.charAt(last))
        ? exact + " B"
        : exact.substring(0, last) + " " + exact.charAt(last) + "iB";
  }

  /** Rounded up: QEMU gives memory out in such pieces. */
  public static long wholeMebibytes(long bytes) {
    long mebibyte = 1L << 20;
    return (bytes + mebibyte - 1) / mebibyte * mebibyte;
  }

  private static IllegalArgumentException wrong(String text, String why) {
    return new IllegalArgumentException("'" + Visible.line(text) + "' " + why);
  }
}
