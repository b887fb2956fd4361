package dev.pilothouse.fleet.console.keys;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a keyboard of one country makes of its keys. Those there are stand in layouts.txt. */
public final class KeyLayout {
  /** The keys of each row, from left to right. */
  private static final List<List<Integer>> ROWS =
      List.of(
          List.of(41, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13),
          List.of(16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27),
          List.of(30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 43),
          List.of(86, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53));

  private static final Map<String, KeyLayout> ALL = read();

  private final String name;
  private final Map<Integer, List<Chord>> chords;

  private KeyLayout(String name, Map<Integer, List<Chord>> chords) {
    this.name = name;
    this.chords = Map.copyOf(chords);
  }

  /** The names of all layouts. */
  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** Such as {@code us}; empty when there is none of that name. */
  public static Optional<KeyLayout> named(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  public static KeyLayout us() {
    return named("us").orElseThrow();
  }

  public String name() {
    return name;
  }

  /** What to press for one character; empty when this keyboard cannot make it. */
  public List<Chord> chords(int codePoint) {
    return chords.getOrDefault(codePoint, List.of());
  }

  /** Of {@code text}, the characters that this keyboard cannot make, each once. */
  public String missing(String text) {
    return text.codePoints()
        .filter(c -> chords(c).isEmpty())
        .distinct()
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static Map<String, KeyLayout> read() {
    Map<String, KeyLayout> all = new LinkedHashMap<>();
    List<String> lines = lines();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("layout ")) {
        String name = lines.get(i).substring("layout ".length());
        all.put(name, new KeyLayout(name, chords(lines, i + 1)));
      }
    }
    return all;
  }

  private static List<String> lines() {
    try (InputStream in = KeyLayout.class.getResourceAsStream("layouts.txt")) {
      if (in == null) {
        throw new IllegalStateException("layouts.txt is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<Integer, List<Chord>> chords(List<String> lines, int from) {
    Map<Integer, List<Chord>> chords = new HashMap<>();
    chords.put((int) ' ', List.of(Chord.of(KeyNames.SPACE)));
    chords.put((int) '\n', List.of(Chord.of(KeyNames.ENTER)));
    chords.put((int) '\t', List.of(Chord.of(KeyNames.TAB)));
    String dead = "";
    List<Integer> held = List.of();
    int row = 0;
    for (int i = from; i < lines.size() && !lines.get(i).startsWith("layout "); i++) {
      String line = lines.get(i);
      if (line.startsWith("dead ")) {
        dead = line.substring("dead ".length());
      } else if (line.equals("plain") || line.equals("shift") || line.equals("altgr")) {
        held =
            switch (line) {
              case "shift" -> List.of(KeyNames.SHIFT);
              case "altgr" -> List.of(KeyNames.ALTGR);
              default -> List.of();
            };
        row = 0;
      } else if (row < ROWS.size()) {
        add(chords, line, ROWS.get(row), held, dead);
        row++;
      }
    }
    return chords;
  }

  /** The easiest way to a character stays: plain before Shift before AltGr. */
  private static void add(
      Map<Integer, List<Chord>> chords,
      String line,
      List<Integer> keys,
      List<Integer> held,
      String dead) {
    for (int i = 0; i < Math.min(line.length(), keys.size()); i++) {
      int character = line.charAt(i);
      List<Integer> together = new ArrayList<>(held);
      together.add(keys.get(i));
      Chord chord = new Chord(together);
      if (character != ' ') {
        chords.putIfAbsent(
            character,
            dead.indexOf(character) < 0
                ? List.of(chord)
                : List.of(chord, Chord.of(KeyNames.SPACE)));
      }
    }
  }
}
