package dev.pilothouse.tui.terminal;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every sequence of a key that we know, written out by terminal, with the key it is. */
final class KeySequences {

  private static final KeyType[] ARROWS = {
    KeyType.ArrowUp, KeyType.ArrowDown, KeyType.ArrowRight, KeyType.ArrowLeft
  };
  private static final KeyType[] F = {
    KeyType.F1, KeyType.F2, KeyType.F3, KeyType.F4, KeyType.F5, KeyType.F6,
    KeyType.F7, KeyType.F8, KeyType.F9, KeyType.F10, KeyType.F11, KeyType.F12
  };
  private static final int[] F_NUMBERS = {11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24};

  private final Map<String, KeyStroke> all = new LinkedHashMap<>();

  private KeySequences() {
    arrowsAndEditingKeys();
    functionKeys();
    modified();
    rxvt();
    keypad();
    modernForms();
  }

  static Map<String, KeyStroke> all() {
    return new KeySequences().all;
  }

  private void arrowsAndEditingKeys() {
    for (int i = 0; i < 4; i++) {
      plain("\u001b[" + (char) ('A' + i), ARROWS[i]); // normal mode: xterm, linux, screen, rxvt
      plain("\u001bO" + (char) ('A' + i), ARROWS[i]); // application mode; PuTTY's Ctrl-arrows
      plain("\u009b" + (char) ('A' + i), ARROWS[i]); // VT220 with 8-bit controls
    }
    plain("\u001b[H", KeyType.Home); // xterm normal
    plain("\u001b[F", KeyType.End);
    plain("\u001bOH", KeyType.Home); // xterm application
    plain("\u001bOF", KeyType.End);
    plain("\u001b[1~", KeyType.Home); // screen, tmux, linux, PuTTY
    plain("\u001b[4~", KeyType.End);
    plain("\u001b[7~", KeyType.Home); // rxvt
    plain("\u001b[8~", KeyType.End);
    plain("\u001b[2~", KeyType.Insert);
    plain("\u001b[3~", KeyType.Delete);
    plain("\u001b[5~", KeyType.PageUp);
    plain("\u001b[6~", KeyType.PageDown);
    plain("\u001b[Z", KeyType.ReverseTab);
    plain("\u001b\t", KeyType.ReverseTab); // linux
  }

  private void functionKeys() {
    for (int i = 0; i < 4; i++) {
      plain("\u001bO" + (char) ('P' + i), F[i]); // xterm, screen, tmux, vt100
      plain("\u001b[" + (char) ('P' + i), F[i]); // kitty, foot
    }
    for (int i = 0; i < 5; i++) {
      plain("\u001b[[" + (char) ('A' + i), F[i]); // linux
    }
    for (int i = 0; i < 12; i++) {
      plain("\u001b[" + F_NUMBERS[i] + "~", F[i]); // vt220, rxvt, PuTTY; from F5 on everyone
    }
  }

  private void modified() {
    for (int m = 2; m <= 8; m++) {
      boolean shift = ((m - 1) & 1) != 0;
      boolean alt = ((m - 1) & 2) != 0;
      boolean ctrl = ((m - 1) & 4) != 0;
      for (int i = 0; i < 4; i++) {
        add("\u001b[1;" + m + (char) ('A' + i), new KeyStroke(ARROWS[i], ctrl, alt, shift));
        add("\u001b[1;" + m + (char) ('P' + i), new KeyStroke(F[i], ctrl, alt, shift));
      }
      add("\u001b[1;" + m + "H", new KeyStroke(KeyType.Home, ctrl, alt, shift));
      add("\u001b[1;" + m + "F", new KeyStroke(KeyType.End, ctrl, alt, shift));
      add("\u001b[3;" + m + "~", new KeyStroke(KeyType.Delete, ctrl, alt, shift));
      add("\u001b[5;" + m + "~", new KeyStroke(KeyType.PageUp, ctrl, alt, shift));
      for (int i = 4; i < 12; i++) {
        add("\u001b[" + F_NUMBERS[i] + ";" + m + "~", new KeyStroke(F[i], ctrl, alt, shift));
      }
    }
    add("\u001b\u001b[A", new KeyStroke(KeyType.ArrowUp, false, true, false)); // rxvt, PuTTY: Alt
    add("\u001b\u001bOB", new KeyStroke(KeyType.ArrowDown, false, true, false));
    add("\u001b\u001b[5~", new KeyStroke(KeyType.PageUp, false, true, false));
    add("\u001bO5C", new KeyStroke(KeyType.ArrowRight, true, false, false));
  }

  private void rxvt() {
    for (int i = 0; i < 4; i++) {
      add("\u001b[" + (char) ('a' + i), new KeyStroke(ARROWS[i], false, false, true));
      add("\u001bO" + (char) ('a' + i), new KeyStroke(ARROWS[i], true, false, false));
    }
    add("\u001b[3$", new KeyStroke(KeyType.Delete, false, false, true));
    add("\u001b[3^", new KeyStroke(KeyType.Delete, true, false, false));
    add("\u001b[3@", new KeyStroke(KeyType.Delete, true, false, true));
    add("\u001b[7$", new KeyStroke(KeyType.Home, false, false, true));
    add("\u001b[24^", new KeyStroke(KeyType.F12, true, false, false));
  }

  private void keypad() {
    plain("\u001bOM", KeyType.Enter);
    for (int i = 0; i < 10; i++) {
      add("\u001bO" + (char) ('p' + i), new KeyStroke((char) ('0' + i), false, false));
    }
    add("\u001bOj", new KeyStroke('*', false, false));
    add("\u001bOk", new KeyStroke('+', false, false));
    add("\u001bOm", new KeyStroke('-', false, false));
    add("\u001bOn", new KeyStroke('.', false, false));
    add("\u001bOo", new KeyStroke('/', false, false));
  }

  private void modernForms() {
    add("\u001b[97;5u", new KeyStroke('a', true, false));
    add("\u001b[97;3u", new KeyStroke('a', false, true));
    add("\u001b[97;2u", new KeyStroke('A', false, false));
    add("\u001b[97:65;2:1u", new KeyStroke('A', false, false));
    add("\u001b[13;2u", new KeyStroke(KeyType.Enter, false, false, true));
    add("\u001b[27u", new KeyStroke(KeyType.Escape));
    add("\u001b[9;2u", new KeyStroke(KeyType.ReverseTab, false, false, true));
    add("\u001b[127;5u", new KeyStroke(KeyType.Backspace, true, false, false));
    add("\u001b[27;5;109~", new KeyStroke('m', true, false)); // xterm's modifyOtherKeys
    add("\u001b[1;5:1A", new KeyStroke(KeyType.ArrowUp, true, false, false));
  }

  private void plain(String sequence, KeyType type) {
    add(sequence, new KeyStroke(type));
  }

  private void add(String sequence, KeyStroke stroke) {
    all.put(sequence, stroke);
  }
}
