package dev.pilothouse.tui.console;

import dev.pilothouse.fleet.console.ConsoleNews.Condition;
import dev.pilothouse.fleet.console.ConsoleNews.Keyboard;
import dev.pilothouse.fleet.console.GuestScreen;
import dev.pilothouse.fleet.operation.ErrorCode;
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
  static ConsoleStatus opening() {
    return new ConsoleStatus(
        "",
        new Failure(ErrorCode.HOST_UNREACHABLE, "It is being opened.", ""),
        false,
        null,
        null,
        "",
        0,
        0,
        null,
        0);
  }

  /** Open at a host; who types and how it is comes next. */
  ConsoleStatus opened(String at) {
    return new ConsoleStatus(at, null, false, null, null, "", history, missed, null, 0);
  }

  ConsoleStatus away(Failure reason, boolean never) {
    return new ConsoleStatus("", reason, never, null, null, "", history, missed, kind, confidence);
  }

  ConsoleStatus with(Keyboard now) {
    return new ConsoleStatus(
        host, why, forGood, now, condition, remark, history, missed, kind, confidence);
  }

  ConsoleStatus with(Condition now) {
    return new ConsoleStatus(
        host, why, forGood, keyboard, now, remark, history, missed, kind, confidence);
  }

  /** Empty once the person has seen it. */
  ConsoleStatus withRemark(String words) {
    return new ConsoleStatus(
        host, why, forGood, keyboard, condition, words, history, missed, kind, confidence);
  }

  ConsoleStatus printed(int lines, long bytesMissed) {
    return new ConsoleStatus(
        host, why, forGood, keyboard, condition, remark, lines, bytesMissed, kind, confidence);
  }

  ConsoleStatus shown(GuestScreen.Kind now, int percent) {
    return new ConsoleStatus(
        host, why, forGood, keyboard, condition, remark, history, missed, now, percent);
  }

  /** Whether what the person types reaches the guest. */
  public boolean typing() {
    return why == null && keyboard != null && keyboard.yours();
  }
}
