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
  private static final String UNITS = "KMGTP";

  /** What to tell a person whose text is no amount. */
  public static final String FORMS = "a size such as 512M, 2G or 1.5T";

  private ByteAmount() {}

  /** The bytes of {@code 2G}, {@code 512MiB}, {@code 1.5 T}; empty for all else. */
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

  /** The shortest exact form where there is one, such as {@code 20 GiB}. */
  public static String of(long bytes) {
    long left = bytes;
    int unit = 0;
    while (unit < UNITS.length() && left != 0 && left % 1024 == 0) {
      left /= 1024;
      unit++;
    }
    if (left < 10_000) {
      return left + (unit == 0 ? " B" : " " + UNITS.charAt(unit - 1) + "iB");
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
