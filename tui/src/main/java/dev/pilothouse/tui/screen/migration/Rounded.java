package dev.pilothouse.tui.screen.migration;

import dev.pilothouse.tui.screen.Figures;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Figures that change all the time, so coarse that most looks show the same: what does not change
 * costs nothing on the line, and what flickers cannot be read.
 */
final class Rounded {
  /** Looks that a rate is the mean of. */
  private static final int LOOKS = 4;

  private Rounded() {}

  /** The rate of the last two seconds, in bytes a second. */
  static long rate(List<Long> rates) {
    List<Long> last = rates.subList(Math.max(0, rates.size() - LOOKS), rates.size());
    return Math.round(last.stream().mapToLong(Long::longValue).average().orElse(0));
  }

  /** Such as {@code 110M/s}; two digits that mean something. */
  static String speed(long bytesPerSecond) {
    return bytesPerSecond < 1 << 20
        ? digits(bytesPerSecond / 1024.0) + "K/s"
        : Figures.bytes(digits(bytesPerSecond)) + "/s";
  }

  private static String digits(double amount) {
    return String.format(Locale.ROOT, "%d", digits(Math.round(amount)));
  }

  /** The first two digits, the others as zeros. */
  private static long digits(long amount) {
    long unit = 1;
    while (amount / unit >= 100) {
      unit *= 10;
    }
    return (amount + unit / 2) / unit * unit;
  }

  /** Such as {@code 140 ms} or {@code 2.3 s}. */
  static String span(long millis) {
    return millis < 1000
        ? digits(millis) + " ms"
        : millis < 60_000
            ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0)
            : whole(millis / 1000);
  }

  /** How long it takes yet, such as {@code 12s}, {@code 1m20s} or {@code 17m}. */
  static String left(long millis) {
    long seconds = (millis + 999) / 1000;
    long step = seconds <= 20 ? 1 : seconds <= 60 ? 5 : seconds <= 600 ? 10 : 60;
    return whole((seconds + step - 1) / step * step);
  }

  private static String whole(long seconds) {
    return seconds < 60 || seconds >= 600
        ? Figures.duration(Duration.ofSeconds(seconds))
        : String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60);
  }
}
