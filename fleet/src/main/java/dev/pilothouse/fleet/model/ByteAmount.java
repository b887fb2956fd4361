package dev.pilothouse.fleet.model;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes as people write them: {@code 2G}, {@code 512M}, {@code 1.5GiB}, {@code 2048k}, {@code
 * 1073741824}. Letters stand for powers of 1024, as with virsh and qemu-img; without one it is
 * bytes.
 */
public final class ByteAmount {
  private static final Pattern AMOUNT =
      Pattern.compile("(\\d{1,15})(?:\\.(\\d{1,3}))?\\s*([bkmgtp]?)(?:ib|b)?");

  private static final String UNITS = "bkmgtp";
  private static final String[] NAMES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  private static final long MOST = 1L << 60;

  private ByteAmount() {}

  /**
   * In bytes.
   *
   * @throws IllegalArgumentException with a message for people
   */
  public static long parse(String text) {
    Matcher matcher = AMOUNT.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + Visible.line(text) + "' is no size; write a number with K, M, G or T, such as 2G");
    }
    String letter = matcher.group(3);
    long unit = 1L << (10 * Math.max(0, letter.isEmpty() ? 0 : UNITS.indexOf(letter.charAt(0))));
    double bytes =
        Double.parseDouble(
                matcher.group(1) + "." + (matcher.group(2) == null ? "0" : matcher.group(2)))
            * unit;
    if (bytes > MOST) {
      throw new IllegalArgumentException("'" + Visible.line(text) + "' is more than 1 EiB");
    }
    boolean whole = matcher.group(2) == null;
    return whole ? Math.multiplyExact(Long.parseLong(matcher.group(1)), unit) : Math.round(bytes);
  }

  /** Rounded up: QEMU gives memory out in such pieces. */
  public static long wholeMebibytes(long bytes) {
    long mebibyte = 1L << 20;
    return (bytes + mebibyte - 1) / mebibyte * mebibyte;
  }

  /** Exactly, in the largest unit that gives a whole number: {@code 2 GiB}, {@code 1536 MiB}. */
  public static String text(long bytes) {
    return whole(bytes, " ", NAMES);
  }

  /** The same as it is typed: {@code 2G}, {@code 1536M}. */
  public static String typed(long bytes) {
    return whole(bytes, "", new String[] {"", "K", "M", "G", "T", "P"});
  }

  private static String whole(long bytes, String gap, String[] names) {
    int unit = 0;
    long amount = bytes;
    while (amount != 0 && amount % 1024 == 0 && unit < names.length - 1) {
      amount /= 1024;
      unit++;
    }
    return amount + gap + names[unit];
  }
}
