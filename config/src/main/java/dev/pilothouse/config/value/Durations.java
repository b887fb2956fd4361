package dev.pilothouse.config.value;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lengths of time as people write them: {@code 90s}, {@code 1h30m}, or ISO 8601's {@code PT15M}.
 */
public final class Durations {
  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

  private Durations() {}

  /** Empty when {@code text} is no length of time, has no unit, or is negative. */
  public static Optional<Duration> parse(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher written = WRITTEN.matcher(text);
    if (written.matches()) {
      return Optional.of(
          Duration.ofDays(count(written.group(1)))
              .plusHours(count(written.group(2)))
              .plusMinutes(count(written.group(3)))
              .plusSeconds(count(written.group(4)))
              .plusMillis(count(written.group(5))));
    }
    try {
      return Optional.of(Duration.parse(text.toUpperCase(Locale.ROOT)))
          .filter(duration -> !duration.isNegative());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** The form that {@link #parse} reads back exactly, such as {@code 1h30m}. */
  public static String format(Duration duration) {
    if (duration.isNegative() || duration.toNanosPart() % 1_000_000 != 0) {
      return duration.toString();
    }
    String text =
        part(duration.toDaysPart(), "d")
            + part(duration.toHoursPart(), "h")
            + part(duration.toMinutesPart(), "m")
            + part(duration.toSecondsPart(), "s")
            + part(duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text;
  }

  private static long count(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private static String part(long count, String unit) {
    return count == 0 ? "" : count + unit;
  }
}
