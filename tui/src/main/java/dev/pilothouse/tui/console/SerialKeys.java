package dev.pilothouse.tui.console;

import com.googlecode.lanterna.input.KeyStroke;
import dev.pilothouse.tui.console.emulator.TerminalEmulator;
import java.nio.charset.StandardCharsets;

/** Keys as the bytes that a terminal sends for them (xterm's, VT220's function keys). */
final class SerialKeys {
  private static final char ESC = 0x1B;
  private static final char DELETE = 0x7F;
  private static final int CONTROL = 0x1F;

  // java.awt.event.KeyEvent's numbers, which the emulator's library takes; awt is not needed.
  private static final int PAGE_UP = 0x21;
  private static final int PAGE_DOWN = 0x22;
  private static final int END = 0x23;
  private static final int HOME = 0x24;
  private static final int LEFT = 0x25;
  private static final int UP = 0x26;
  private static final int RIGHT = 0x27;
  private static final int DOWN = 0x28;
  private static final int DEL = 0x7F;
  private static final int INSERT = 0x9B;
  private static final int F1 = 0x70;

  private SerialKeys() {}

  static byte[] bytes(KeyStroke key, TerminalEmulator emulator) {
    byte[] plain =
        switch (key.getKeyType()) {
          case Character -> character(key);
          case Enter -> ascii("\r");
          case Tab -> ascii("\t");
          case ReverseTab -> ascii(ESC + "[Z");
          case Escape -> ascii(String.valueOf(ESC));
          case Backspace -> ascii(String.valueOf(DELETE));
          case ArrowUp -> emulator.key(UP);
          case ArrowDown -> emulator.key(DOWN);
          case ArrowLeft -> emulator.key(LEFT);
          case ArrowRight -> emulator.key(RIGHT);
          case Home -> emulator.key(HOME);
          case End -> emulator.key(END);
          case PageUp -> emulator.key(PAGE_UP);
          case PageDown -> emulator.key(PAGE_DOWN);
          case Insert -> emulator.key(INSERT);
          case Delete -> emulator.key(DEL);
          case F1 -> emulator.key(F1);
          case F2 -> emulator.key(F1 + 1);
          case F3 -> emulator.key(F1 + 2);
          case F4 -> emulator.key(F1 + 3);
          case F5 -> emulator.key(F1 + 4);
          case F6 -> emulator.key(F1 + 5);
          case F7 -> emulator.key(F1 + 6);
          case F8 -> emulator.key(F1 + 7);
          case F9 -> emulator.key(F1 + 8);
          case F10 -> emulator.key(F1 + 9);
          case F11 -> emulator.key(F1 + 10);
          case F12 -> emulator.key(F1 + 11);
          default -> new byte[0];
        };
    return key.isAltDown() && plain.length > 0 ? withEscape(plain) : plain;
  }

  private static byte[] character(KeyStroke key) {
    char c = key.getCharacter();
    if (key.isCtrlDown()) {
      return c == ' ' || (c >= '@' && c < DELETE) ? new byte[] {(byte) (c & CONTROL)} : ascii("");
    }
    return String.valueOf(c).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] withEscape(byte[] plain) {
    byte[] all = new byte[plain.length + 1];
    all[0] = ESC;
    System.arraycopy(plain, 0, all, 1, plain.length);
    return all;
  }
}
