package dev.pilothouse.tui.console;

import com.googlecode.lanterna.input.KeyStroke;
import dev.pilothouse.fleet.console.keys.Chord;
import dev.pilothouse.fleet.console.keys.KeyLayout;
import dev.pilothouse.fleet.console.keys.KeyNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Keys of a terminal as keys of a guest's keyboard. */
final class ScreenKeys {
  private ScreenKeys() {}

  /** Empty when the keyboard has none like it. */
  static List<Chord> chords(KeyStroke key, KeyLayout layout) {
    List<Chord> plain =
        switch (key.getKeyType()) {
          case Character -> layout.chords(key.getCharacter());
          case Enter -> named("enter");
          case Tab -> named("tab");
          case ReverseTab -> named("shift-tab");
          case Escape -> named("esc");
          case Backspace -> named("backspace");
          case ArrowUp -> named("up");
          case ArrowDown -> named("down");
          case ArrowLeft -> named("left");
          case ArrowRight -> named("right");
          case Home -> named("home");
          case End -> named("end");
          case PageUp -> named("pgup");
          case PageDown -> named("pgdn");
          case Insert -> named("ins");
          case Delete -> named("del");
          case F1, F2, F3, F4, F5, F6, F7, F8, F9, F10, F11, F12 ->
              named(key.getKeyType().name().toLowerCase(Locale.ROOT));
          default -> List.of();
        };
    List<Chord> held = new ArrayList<>();
    for (Chord chord : plain) {
      List<Integer> codes = new ArrayList<>();
      if (key.isCtrlDown()) {
        codes.addAll(KeyNames.chord("ctrl").codes());
      }
      if (key.isAltDown()) {
        codes.addAll(KeyNames.chord("alt").codes());
      }
      codes.addAll(chord.codes());
      held.add(new Chord(codes));
    }
    return held;
  }

  private static List<Chord> named(String name) {
    return List.of(KeyNames.chord(name));
  }
}
