package dev.pilothouse.tui.screen;

import com.googlecode.lanterna.input.KeyStroke;

/**
 * Names of keys: {@code j}, {@code G}, {@code Up}, {@code PgDn}, {@code ^L}, {@code M-x}, {@code
 * F5}, {@code S-Tab}.
 */
public final class Keys {
  private Keys() {}

  public static String name(KeyStroke key) {
    String base =
        switch (key.getKeyType()) {
          case Character -> character(key);
          case ArrowUp -> "Up";
          case ArrowDown -> "Down";
          case ArrowLeft -> "Left";
          case ArrowRight -> "Right";
          case PageUp -> "PgUp";
          case PageDown -> "PgDn";
          case Escape -> "Esc";
          case ReverseTab -> "S-Tab";
          case Insert -> "Ins";
          case Delete -> "Del";
          default -> key.getKeyType().name();
        };
    return key.isAltDown() ? "M-" + base : base;
  }

  private static String character(KeyStroke key) {
    char c = key.getCharacter();
    if (key.isCtrlDown()) {
      return "^" + Character.toUpperCase(c);
    }
    return c == ' ' ? "Space" : String.valueOf(c);
  }
}
