package dev.pilothouse.fleet.console;

import dev.pilothouse.fleet.console.keys.Chord;
import java.util.List;

/** What somebody who looks at a console wants. */
public sealed interface ConsoleWish {
  /** The longest {@link Type}, in bytes. */
  int MOST_TYPED = 16 << 10;

  /** The most chords in one {@link Strike}. */
  int MOST_STRUCK = 64;

  /** Bytes for the serial console. Dropped, with a {@link ConsoleNews.Remark}, without keyboard. */
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; copying costs.
  record Type(byte[] bytes) implements ConsoleWish {}

  /**
   * Keys for the guest's keyboard, one chord after the other; {@link ConsoleNews.Struck} answers.
   */
  record Strike(List<Chord> chords) implements ConsoleWish {
    public Strike {
      chords = List.copyOf(chords);
    }
  }

  /** How many cells there are for a picture. */
  record Fit(int columns, int rows) implements ConsoleWish {}

  /** Asks for the picture itself; {@link ConsoleNews.Photograph} answers. */
  record TakePhotograph() implements ConsoleWish {}

  /** Asks for the keyboard: given at once when nobody holds it. */
  record AskKeyboard() implements ConsoleWish {}

  /** The holder's answer to whoever asked first. */
  record Answer(boolean given) implements ConsoleWish {}

  /**
   * Takes the keyboard from its holder; only administrators may.
   *
   * @param reason for the holder and the log
   */
  record TakeKeyboard(String reason) implements ConsoleWish {}

  /** Lets go of the keyboard. */
  record LeaveKeyboard() implements ConsoleWish {}

  /** Takes the console from whoever has it open outside of Pilothouse. */
  record OpenAnyway() implements ConsoleWish {}
}
