package dev.pilothouse.fleet.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the agent tells somebody who looks at a console. */
public sealed interface ConsoleNews {
  /** The longest {@link Printed}, in bytes. */
  int MOST_PRINTED = 32 << 10;

  /**
   * What a guest printed on its serial console. Who cannot keep up misses what is older than the
   * agent keeps: the next {@code at} tells how much.
   *
   * @param epoch which count {@code at} belongs to; another one after the agent had to begin anew
   * @param at how many bytes had been printed before these
   */
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; copying costs.
  record Printed(String epoch, long at, byte[] bytes) implements ConsoleNews {}

  /**
   * The cells of a guest's screen that changed. Of another size or kind than the last, or {@code
   * whole}: all others are blank.
   *
   * @param confidence 0 to 100: the share of cells that are proven
   * @param cursorRow -1 when none is seen
   */
  record Shown(
      int columns,
      int rows,
      GuestScreen.Kind kind,
      int confidence,
      int cursorRow,
      int cursorColumn,
      boolean whole,
      List<Run> runs)
      implements ConsoleNews {
    public Shown {
      runs = List.copyOf(runs);
    }
  }

  /**
   * Neighbouring cells of one row in the same two colours.
   *
   * @param text one code point for each cell
   * @param foreground {@code 0xRRGGBB}
   * @param background {@code 0xRRGGBB}
   */
  record Run(int row, int column, String text, int foreground, int background) {}

  /**
   * Who may type.
   *
   * @param holder null when nobody does
   * @param yours whether it is the one who is told this
   * @param asking who would like to; told to all, for the holder to answer
   */
  record Keyboard(@Nullable String holder, boolean yours, List<String> asking)
      implements ConsoleNews {
    public Keyboard {
      asking = List.copyOf(asking);
    }
  }

  /**
   * How the console is now.
   *
   * @param words for people, with the way out; empty while all is well
   */
  record Condition(State state, String words) implements ConsoleNews {}

  /** What a console can be. */
  enum State {
    OPEN,
    /** The VM does not run; the console goes on when it does. */
    VM_OFF,
    /** Somebody has it open outside of Pilothouse. */
    HELD,
    /** There is none, or it cannot be had now. */
    UNAVAILABLE
  }

  /** All the chords of as many {@link ConsoleWish.Strike} have been pressed. */
  record Struck(int strikes) implements ConsoleNews {}

  /** A guest's picture as it is, as PNG. */
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; copying costs.
  record Photograph(byte[] png) implements ConsoleNews {
    /** The largest, in bytes. */
    public static final int MOST = 2_000_000;
  }

  /** Something to know, such as why a wish was not fulfilled. */
  record Remark(String words) implements ConsoleNews {}
}
