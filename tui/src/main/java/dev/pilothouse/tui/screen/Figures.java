package dev.pilothouse.tui.screen;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers in as few cells as tell them. */
public final class Figures {
  private Figures() {}

  /** Such as {@code 512M}, {@code 2.0G}, {@code 1.5T}; binary units. */
  public static String bytes(long bytes) {
    double value = bytes / 1048576.0;
    String unit = "M";
    if (value >= 1000) {
      value /= 1024;
      unit = "G";
    }
    if (value >= 1000) {
      value /= 1024;
      unit = "T";
    }
    boolean tenths = !unit.equals("M") && value < 100;
    return String.format(Locale.ROOT, tenths ? "%.1f%s" : "%.0f%s", value, unit);
  }

  /** Such as {@code 42s}, {@code 17m}, {@code 3h05m}, {@code 12d}. */
  public static String duration(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m";
    }
    if (seconds < 86_400) {
      return String.format(Locale.ROOT, "%dh%02dm", seconds / 3600, seconds / 60 % 60);
    }
    return seconds / 86_400 + "d";
  }

  public static String since(@Nullable Instant start, Instant now) {
    return start == null ? "" : duration(Duration.between(start, now));
  }

  public static String percent(double value) {
    return value < 0 ? "" : Math.round(value) + "%";
  }
}
