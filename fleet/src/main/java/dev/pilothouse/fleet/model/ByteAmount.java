package dev.pilothouse.fleet.model;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of memory and space as people write them. Units are binary: 1G is 1 GiB. */
public final class ByteAmount {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?) ?([KMGTP]?)(?:I?B)?");
  private static final Pattern BARE = Pattern.compile("[0-9]{1,15}");
  private static final String UNITS = "KMGTP";

  /** What to tell a person whose text is no amount. */
  public static final String FORMS = "a size such as 512M, 2G or 1.5T";

  private ByteAmount() {}

  /**
   * The bytes of {@code 2G}, {@code 512MiB}, {@code 1.5 T}; empty for all else, and for a number
   * without a unit: people think of megabytes then, programs of bytes.
   */
  public static Optional<Long> parse(String text) {
    Matcher matcher = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
    boolean bare = text.strip().matches("[0-9.]*");
    if (!matcher.matches() || bare) {
      return Optional.empty();
    }
    int unit = matcher.group(2).isEmpty() ? 0 : UNITS.indexOf(matcher.group(2)) + 1;
    BigDecimal bytes =
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1024).pow(unit));
    return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? Optional.empty()
        : Optional.of(bytes.longValue());
  }

  /**
   * As {@link #parse}, and a whole number without a unit is bytes: for sizes that programs write.
   *
   * @throws IllegalArgumentException with a sentence for people
   */
  public static long read(String text) {
    String stripped = text.strip();
    if (BARE.matcher(stripped).matches()) {
      return Long.parseLong(stripped);
    }
    // Part of a byte is no size; all else that has the form is one, of more than a long can say.
    boolean large =
        FORM.matcher(stripped.toUpperCase(Locale.ROOT)).matches()
            && !stripped.matches("[0-9]+\\.[0-9]+");
    return parse(stripped)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + Visible.line(text)
                        + (large
                            ? "' is larger than any disk"
                            : "' is no size; write a number and a unit, such as 20G or 512M")));
  }

  /** The shortest text that {@link #read} reads back as exactly {@code bytes}. */
  public static String exact(long bytes) {
    long left = bytes;
    int unit = 0;
    while (unit < UNITS.length() && left != 0 && left % 1024 == 0) {
      left /= 1024;
      unit++;
    }
    return unit == 0 ? Long.toString(left) : left + UNITS.substring(unit - 1, unit);
  }

  /** Rounded up: QEMU gives memory out in such pieces. */
  public static long wholeMebibytes(long bytes) {
    long mebibyte = 1L << 20;
    return (bytes + mebibyte - 1) / mebibyte * mebibyte;
  }

  /** The shortest exact form where there is one, such as {@code 20 GiB}. */
  public static String of(long bytes) {
    String exact = exact(bytes);
    int last = exact.length() - 1;
    boolean bare = Character.isDigit(exact.charAt(last));
    if (exact.length() <= (bare ? 4 : 5)) {
      return bare ? exact + " B" : exact.substring(0, last) + " " + exact.charAt(last) + "iB";
    }
    double rough = bytes;
    int up = 0;
    while (rough >= 1024 && up < UNITS.length()) {
      rough /= 1024;
      up++;
    }
    return String.format(Locale.ROOT, "%.1f %siB", rough, UNITS.charAt(up - 1));
  }
}
