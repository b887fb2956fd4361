package dev.pilothouse.tui.screen.migration;

import dev.pilothouse.fleet.model.ByteAmount;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What people type about migrations. */
final class Wishes {
  private static final Pattern SPAN = Pattern.compile("([0-9]{1,7}) ?(ms|s)");

  private Wishes() {}

  /**
   * Bytes a second; 0, for no limit, when nothing is typed.
   *
   * @throws IllegalArgumentException with a sentence for people, without its full stop
   */
  static long bandwidth(String typed) {
    return typed.isBlank() ? 0 : ByteAmount.read(typed.strip());
  }

  /**
   * Null when nothing is typed.
   *
   * @throws IllegalArgumentException with a sentence for people, without its full stop
   */
  static @Nullable Duration downtime(String typed) {
    if (typed.isBlank()) {
      return null;
    }
    Matcher matcher = SPAN.matcher(typed.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("A time has a unit, such as 300ms or 2s");
    }
    long amount = Long.parseLong(matcher.group(1));
    Duration most =
        matcher.group(2).equals("ms") ? Duration.ofMillis(amount) : Duration.ofSeconds(amount);
    if (most.isZero()) {
      throw new IllegalArgumentException("A guest always stands still for a moment: at least 1ms");
    }
    return most;
  }
}
