package dev.pilothouse.tui.shell.call;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What people type for a name: as it is, as it is shown, or nearly. */
public final class Typed {
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\\\\\|\\\\x([0-9a-fA-F]{2})|\\\\u\\{([0-9a-fA-F]{1,6})}");
  private static final int MOST_NEAR = 3;

  private Typed() {}

  /** The name whose visible form was typed: the way back from {@code Visible.of}. */
  public static String name(String typed) {
    Matcher matcher = ESCAPE.matcher(typed);
    StringBuilder name = new StringBuilder();
    while (matcher.find()) {
      String hex = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
      int codePoint = hex == null ? '\\' : Integer.parseInt(hex, 16);
      String plain =
          Character.isValidCodePoint(codePoint) ? Character.toString(codePoint) : matcher.group();
      matcher.appendReplacement(name, Matcher.quoteReplacement(plain));
    }
    return matcher.appendTail(name).toString();
  }

  /** Names that {@code typed} may have been meant for, nearest first. */
  static List<String> near(String typed, Stream<String> names) {
    String wanted = typed.toLowerCase(Locale.ROOT);
    int tolerance = Math.min(3, (wanted.length() + 1) / 2);
    record Near(String name, int distance) {}
    return names
        .distinct()
        .filter(name -> name.length() <= 2 * wanted.length() + 2)
        .map(name -> new Near(name, distance(wanted, name.toLowerCase(Locale.ROOT))))
        .filter(near -> near.distance <= tolerance)
        .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
        .limit(MOST_NEAR)
        .map(Near::name)
        .toList();
  }

  /** Levenshtein's edit distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(substituted, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
