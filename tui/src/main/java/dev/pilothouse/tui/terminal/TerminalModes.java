package dev.pilothouse.tui.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The bytes that set a terminal up for full-screen work and those that restore it. */
public final class TerminalModes {

  private TerminalModes() {}

  /**
   * Alternate screen, normal cursor keys and keypad, no automatic wrap, marked pastes, hidden
   * cursor. The first frame clears the screen itself.
   */
  public static byte[] enter(Capabilities capabilities) {
    StringBuilder out = new StringBuilder();
    if (capabilities.alternateScreen()) {
      out.append("\u001b[?1049h");
    }
    out.append("\u001b[?1l\u001b>");
    if (capabilities.noAutoWrap()) {
      out.append("\u001b[?7l");
    }
    if (capabilities.bracketedPaste()) {
      out.append("\u001b[?2004h");
    }
    return out.append("\u001b[?25l").toString().getBytes(US_ASCII);
  }

  /**
   * Undoes {@link #enter} and whatever the encoder may have left on, and begins with CAN so that it
   * also works when it cuts a frame short. Sending it twice, or without enter, does no harm.
   *
   * @param rows of the terminal; without an alternate screen the cursor goes to the last one
   */
  public static byte[] leave(Capabilities capabilities, int rows) {
    StringBuilder out = new StringBuilder("\u0018");
    if (capabilities.scrollRegion()) {
      out.append("\u001b[r");
    }
    out.append("\u001b[m");
    if (capabilities.bracketedPaste()) {
      out.append("\u001b[?2004l");
    }
    if (capabilities.noAutoWrap()) {
      out.append("\u001b[?7h");
    }
    out.append("\u001b[?1l\u001b>\u001b[?25h");
    if (capabilities.alternateScreen()) {
      out.append("\u001b[?1049l");
    } else {
      out.append("\u001b[").append(Math.max(1, rows)).append(";1H\u001b[K");
    }
    return out.toString().getBytes(US_ASCII);
  }
}
