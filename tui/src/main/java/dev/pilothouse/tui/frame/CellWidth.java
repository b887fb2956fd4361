package dev.pilothouse.tui.frame;

import org.jline.utils.WCWidth;

/** How many cells text takes, by JLine's table (Unicode East Asian Width and emoji data). */
public final class CellWidth {

  private CellWidth() {}

  /**
   * Cells of one code point: 0 (joins the character before it), 1 or 2. For what is shown, so
   * control characters are the caller's problem ({@code Visible}).
   */
  public static int of(int codePoint) {
    if (codePoint < 0x300) {
      return 1;
    }
    if (codePoint == 0xFE0E || codePoint == 0xFE0F) {
      return 0;
    }
    if (WCWidth.isRegionalIndicator(codePoint)) {
      return 1; // two of them make one flag of two cells
    }
    return Math.max(0, WCWidth.wcwidth(codePoint));
  }

  /** Cells of a whole text in which {@code Visible} has nothing to escape. */
  public static int of(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); ) {
      char c = text.charAt(i);
      if (c < 0x300) {
        width++;
        i++;
      } else {
        int codePoint = text.codePointAt(i);
        width += of(codePoint);
        i += Character.charCount(codePoint);
      }
    }
    return width;
  }

  /**
   * Whether every terminal gives this code point the width we do. For the others (emoji, marks) the
   * encoder finds its place again by an absolute move, so that a disagreement stays in its word.
   */
  static boolean isCertain(int codePoint) {
    return codePoint < 0x300
        || (codePoint >= 0x2010 && codePoint <= 0x2027)
        || (codePoint >= 0x2190 && codePoint <= 0x21FF)
        || (codePoint >= 0x2500 && codePoint <= 0x25FC)
        || (codePoint >= 0x2800 && codePoint <= 0x28FF)
        || (codePoint >= 0x3041 && codePoint <= 0x3096)
        || (codePoint >= 0x30A1 && codePoint <= 0x30FE)
        || (codePoint >= 0x3400 && codePoint <= 0x4DB5)
        || (codePoint >= 0x4E00 && codePoint <= 0x9FA5)
        || (codePoint >= 0xAC00 && codePoint <= 0xD7A3)
        || (codePoint >= 0x370 && codePoint <= 0x3FF)
        || (codePoint >= 0x400 && codePoint <= 0x482);
  }
}
