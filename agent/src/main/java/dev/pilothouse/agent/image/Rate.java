package dev.pilothouse.agent.image;

import java.time.Duration;
import java.util.Locale;

/** How fast bytes come, for people. */
public final class Rate {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private Rate() {}

  /** Such as {@code 412.0 MiB}: always one digit, so that lines do not jump. */
  public static String bytes(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= 1024 && unit < UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
  }

  /**
   * Such as {@code 12.0 MiB of 1.2 GiB, 3.1 MiB/s}.
   *
   * @param total -1 when it is not known
   */
  public static String words(long moved, long total, Duration since) {
    long millis = Math.max(1, since.toMillis());
    return bytes(moved)
        + (total < 0 ? "" : " of " + bytes(total))
        + ", "
        + bytes((long) (moved * 1000.0 / millis))
        + "/s";
  }
}
