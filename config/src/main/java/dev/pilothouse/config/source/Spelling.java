package dev.pilothouse.config.source;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody most likely meant. */
final class Spelling {
  private Spelling() {}

  /** The nearest of {@code words}, if at most a third of its letters differ. */
  static Optional<String> nearest(String written, Collection<String> words) {
    return words.stream()
        .filter(word -> distance(written, word) <= Math.max(1, word.length() / 3))
        .min(Comparator.comparingInt(word -> distance(written, word)));
  }

  /**
   * Letters to insert, remove, replace or swap with their neighbour (optimal string alignment); the
   * case and the characters {@code -} and {@code _} do not count.
   */
  private static int distance(String written, String word) {
    String a = plain(written);
    String b = plain(word);
    if (Math.abs(a.length() - b.length()) > b.length()) {
      return Integer.MAX_VALUE; // a long hostile key is not worth a table
    }
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replace, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }
}
