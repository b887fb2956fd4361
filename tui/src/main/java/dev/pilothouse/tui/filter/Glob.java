package dev.pilothouse.tui.filter;

import java.util.Locale;

/**
 * A pattern in which {@code *} stands for any characters and {@code ?} for one; all others stand
 * for themselves, whatever their case.
 */
public final class Glob {
  private final int[] pattern;

  private Glob(int[] pattern) {
    this.pattern = pattern;
  }

  public static Glob of(String pattern) {
    return new Glob(folded(pattern));
  }

  /** Whether {@code text} has a character that makes a pattern of it. */
  public static boolean isPattern(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }

  /** Whether the pattern covers all of {@code text}; time at most proportional to both lengths. */
  public boolean matches(String text) {
    int[] on = folded(text);
    int p = 0;
    int star = -1;
    int starAt = 0;
    int t = 0;
    while (t < on.length) {
      if (p < pattern.length && pattern[p] == '*') {
        star = p++;
        starAt = t;
      } else if (p < pattern.length && (pattern[p] == '?' || pattern[p] == on[t])) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++starAt;
      } else {
        return false;
      }
    }
    while (p < pattern.length && pattern[p] == '*') {
      p++;
    }
    return p == pattern.length;
  }

  private static int[] folded(String text) {
    return text.toLowerCase(Locale.ROOT).codePoints().toArray();
  }
}
