package dev.pilothouse.tui.console;

import dev.pilothouse.fleet.console.ConsoleNews.Condition;
import dev.pilothouse.fleet.console.ConsoleNews.Keyboard;
import dev.pilothouse.fleet.console.GuestScreen;
import dev.pilothouse.fleet.operation.Failure;
import org.jspecify.annotations.Nullable;

/**
 * How an open console is now, but for its picture.
 *
 * @param host where it is open; empty while it is not
 * @param why it is not open; null while it is
 * @param forGood it will not come
 * @param keyboard null before anything is known
 * @param condition null before anything is known
 * @param remark the newest; empty for none
 * @param history lines to look back at
 * @param missed bytes that came faster than the line carried them
 * @param kind what a screen's cells come from; null for a serial console, or before the first
 */
public record ConsoleStatus(
    String host,
    @Nullable Failure why,
    boolean forGood,
    @Nullable Keyboard keyboard,
    @Nullable Condition condition,
    String remark,
    int history,
    long missed,
    GuestScreen.@Nullable Kind kind,
    int confidence) {
  /** Whether what the person types reaches the guest. */
  public boolean typing() {
    return why == null && keyboard != null && keyboard.yours();
  }
}
