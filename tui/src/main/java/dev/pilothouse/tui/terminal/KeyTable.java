package dev.pilothouse.tui.terminal;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import org.jspecify.annotations.Nullable;

/**
 * Which key a complete sequence is, in the forms of xterm, screen, tmux, the Linux console, VT220,
 * rxvt, PuTTY and kitty. Null: no key of ours.
 *
 * <p>Sources: xterm's ctlseqs, "PC-Style Function Keys" and "VT220-Style"; rxvt's rxvtRef;
 * console_codes(4) and the default keymap of kbd; PuTTY's terminal.c behaviour as seen; kitty's
 * keyboard protocol.
 */
final class KeyTable {

  private static final int SHIFT = 1;
  private static final int ALT = 2;
  private static final int CTRL = 4;

  /** What a modifier parameter of 1 + bits may be: shift, alt, ctrl, meta. */
  private static final int MAX_MODIFIER = 16;

  private KeyTable() {}

  /** {@code CSI final} or {@code CSI 1 ; modifier final}; {@code SS3 final} in application mode. */
  static @Nullable KeyStroke letter(char letter, int modifier) {
    KeyType type =
        switch (letter) {
          case 'A' -> KeyType.ArrowUp;
          case 'B' -> KeyType.ArrowDown;
          case 'C' -> KeyType.ArrowRight;
          case 'D' -> KeyType.ArrowLeft;
          case 'F' -> KeyType.End;
          case 'H' -> KeyType.Home;
          case 'P' -> KeyType.F1;
          case 'Q' -> KeyType.F2;
          case 'R' -> KeyType.F3;
          case 'S' -> KeyType.F4;
          case 'Z' -> KeyType.ReverseTab;
          default -> null;
        };
    return type == null ? null : stroke(type, modifier);
  }

  /** {@code CSI a..d}: rxvt's arrows with Shift; {@code SS3 a..d}: with Ctrl. */
  static @Nullable KeyStroke rxvtArrow(char letter, boolean ctrl) {
    return letter < 'a' || letter > 'd'
        ? null
        : letter((char) (letter - 'a' + 'A'), 1 + (ctrl ? CTRL : SHIFT));
  }

  /** {@code SS3 letter}: the keypad in application mode beside what {@link #letter} knows. */
  static @Nullable KeyStroke keypad(char letter, int modifier) {
    return switch (letter) {
      case 'M' -> stroke(KeyType.Enter, modifier);
      case 'I' -> stroke(KeyType.Tab, modifier);
      case ' ' -> new KeyStroke(' ', false, false);
      case 'X' -> new KeyStroke('=', false, false);
      case 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y' ->
          new KeyStroke((char) (letter - 'j' + '*'), false, false);
      case 'Z' -> null;
      default -> letter(letter, modifier);
    };
  }

  /** {@code CSI number ~} or {@code CSI number ; modifier ~}. */
  static @Nullable KeyStroke number(int number, int modifier) {
    KeyType type =
        switch (number) {
          case 1, 7 -> KeyType.Home;
          case 2 -> KeyType.Insert;
          case 3 -> KeyType.Delete;
          case 4, 8 -> KeyType.End;
          case 5 -> KeyType.PageUp;
          case 6 -> KeyType.PageDown;
          case 11 -> KeyType.F1;
          case 12 -> KeyType.F2;
          case 13 -> KeyType.F3;
          case 14 -> KeyType.F4;
          case 15 -> KeyType.F5;
          case 17 -> KeyType.F6;
          case 18 -> KeyType.F7;
          case 19 -> KeyType.F8;
          case 20 -> KeyType.F9;
          case 21 -> KeyType.F10;
          case 23 -> KeyType.F11;
          case 24 -> KeyType.F12;
          case 25 -> KeyType.F13;
          case 26 -> KeyType.F14;
          case 28 -> KeyType.F15;
          case 29 -> KeyType.F16;
          case 31 -> KeyType.F17;
          case 32 -> KeyType.F18;
          case 33 -> KeyType.F19;
          default -> null;
        };
    return type == null ? null : stroke(type, modifier);
  }

  /** rxvt ends {@code CSI number} with $ for Shift, ^ for Ctrl, @ for both. */
  static @Nullable KeyStroke rxvtNumber(int number, char end) {
    return switch (end) {
      case '$' -> number(number, 1 + SHIFT);
      case '^' -> number(number, 1 + CTRL);
      case '@' -> number(number, 1 + SHIFT + CTRL);
      default -> null;
    };
  }

  /** {@code CSI [ A..E}: F1 to F5 of the Linux console. */
  static @Nullable KeyStroke linux(char letter) {
    return letter < 'A' || letter > 'E' ? null : number(11 + letter - 'A', 1);
  }

  /** {@code CSI code ; modifier u} (kitty, fixterms) and {@code CSI 27 ; modifier ; code ~}. */
  static @Nullable KeyStroke code(int code, int modifier) {
    int bits = modifier - 1;
    boolean shift = (bits & SHIFT) != 0;
    boolean alt = (bits & ALT) != 0;
    boolean ctrl = (bits & CTRL) != 0;
    if (bits < 0 || bits >= MAX_MODIFIER) {
      return null;
    }
    return switch (code) {
      case 9 -> new KeyStroke(shift ? KeyType.ReverseTab : KeyType.Tab, ctrl, alt, shift);
      case 13, 57414 -> new KeyStroke(KeyType.Enter, ctrl, alt, shift);
      case 27 -> new KeyStroke(KeyType.Escape, ctrl, alt, shift);
      case 8, 127 -> new KeyStroke(KeyType.Backspace, ctrl, alt, shift);
      default -> {
        if (!isTypeable(code)) {
          yield null;
        }
        yield ctrl || !shift
            ? new KeyStroke((char) code, ctrl, alt, shift)
            : new KeyStroke((char) Character.toUpperCase(code), false, alt, false);
      }
    };
  }

  /** A control character typed as such, from 0 to 31 without those that have keys of their own. */
  static KeyStroke control(int c, boolean alt) {
    char letter = c == 0 ? ' ' : c <= 26 ? (char) ('a' + c - 1) : (char) ('@' + c);
    return new KeyStroke(letter, true, alt);
  }

  /** Whether a code point can be a character key: not a control, surrogate or private use. */
  static boolean isTypeable(int codePoint) {
    return codePoint >= ' '
        && codePoint <= 0xFFFD
        && !(codePoint >= 0x7F && codePoint < 0xA0)
        && !(codePoint >= 0xD800 && codePoint <= 0xF8FF);
  }

  private static @Nullable KeyStroke stroke(KeyType type, int modifier) {
    int bits = modifier - 1;
    if (bits < 0 || bits >= MAX_MODIFIER) {
      return null;
    }
    return new KeyStroke(type, (bits & CTRL) != 0, (bits & ALT) != 0, (bits & SHIFT) != 0);
  }
}
