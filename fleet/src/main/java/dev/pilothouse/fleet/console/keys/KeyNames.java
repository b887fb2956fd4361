package dev.pilothouse.fleet.console.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Keys by the names that people type: {@code ctrl-alt-del}, {@code f2}, {@code enter}. */
public final class KeyNames {
  static final int SHIFT = 42;
  static final int CTRL = 29;
  static final int ALT = 56;
  static final int ALTGR = 100;
  static final int ENTER = 28;
  static final int TAB = 15;
  static final int SPACE = 57;

  private static final int LETTERS_TOP = 16;
  private static final int LETTERS_HOME = 30;
  private static final int LETTERS_LOW = 44;

  private static final Map<String, Integer> CODES = codes();

  private KeyNames() {}

  private static Map<String, Integer> codes() {
    Map<String, Integer> codes = new TreeMap<>();
    codes.putAll(
        Map.of(
            "esc",
            1,
            "backspace",
            14,
            "tab",
            TAB,
            "enter",
            ENTER,
            "return",
            ENTER,
            "space",
            SPACE,
            "ctrl",
            CTRL,
            "shift",
            SHIFT,
            "alt",
            ALT,
            "altgr",
            ALTGR));
    codes.putAll(
        Map.of(
            "home", 102, "up", 103, "pgup", 104, "left", 105, "right", 106, "end", 107, "down", 108,
            "pgdn", 109, "ins", 110, "del", 111));
    codes.putAll(
        Map.of(
            "caps", 58, "num", 69, "scroll", 70, "sysrq", 99, "print", 99, "pause", 119, "meta",
            125, "super", 125, "win", 125, "menu", 127));
    codes.putAll(Map.of("delete", 111, "insert", 110, "escape", 1, "minus", 12, "plus", 78));
    for (int f = 1; f <= 24; f++) {
      codes.put("f" + f, f <= 10 ? 58 + f : f <= 12 ? 76 + f : 170 + f);
    }
    letters(codes, "qwertyuiop", LETTERS_TOP);
    letters(codes, "asdfghjkl", LETTERS_HOME);
    letters(codes, "zxcvbnm", LETTERS_LOW);
    letters(codes, "1234567890", 2);
    return Map.copyOf(codes);
  }

  private static void letters(Map<String, Integer> codes, String row, int first) {
    for (int i = 0; i < row.length(); i++) {
      codes.put(row.substring(i, i + 1), first + i);
    }
  }

  /** All names, in order. */
  public static List<String> all() {
    return CODES.keySet().stream().sorted().toList();
  }

  /**
   * The chord that {@code word} names: keys joined by {@code -}; letters and digits by where a US
   * keyboard has them.
   *
   * @throws IllegalArgumentException names what is no key
   */
  public static Chord chord(String word) {
    List<Integer> keys = new ArrayList<>();
    for (String name : word.toLowerCase(Locale.ROOT).split("-", -1)) {
      Integer code = CODES.get(name);
      if (code == null) {
        throw new IllegalArgumentException("'" + name + "'");
      }
      keys.add(code);
    }
    return new Chord(keys);
  }
}
