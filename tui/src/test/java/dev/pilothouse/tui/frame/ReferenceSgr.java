package dev.pilothouse.tui.frame;

import java.util.List;

/** What SGR parameters do to a style, written from ECMA-48 and not from the encoder. */
final class ReferenceSgr {

  private ReferenceSgr() {}

  /** -1 stands for a parameter that was left out. */
  static long apply(long before, List<Integer> parameters) {
    long style = before;
    for (int i = 0; i < parameters.size(); i++) {
      int p = Math.max(0, parameters.get(i));
      switch (p) {
        case 0 -> style = 0;
        case 1 -> style |= Style.BOLD;
        case 2 -> style |= Style.DIM;
        case 3 -> style |= Style.ITALIC;
        case 4 -> style |= Style.UNDERLINE;
        case 5 -> style |= Style.BLINK;
        case 7 -> style |= Style.REVERSE;
        case 9 -> style |= Style.STRIKEOUT;
        case 22 -> style &= ~(Style.BOLD | Style.DIM);
        case 23 -> style &= ~Style.ITALIC;
        case 24 -> style &= ~Style.UNDERLINE;
        case 25 -> style &= ~Style.BLINK;
        case 27 -> style &= ~Style.REVERSE;
        case 29 -> style &= ~Style.STRIKEOUT;
        case 39 -> style &= ~Style.FOREGROUND_MASK;
        case 49 -> style &= ~Style.BACKGROUND_MASK;
        case 38, 48 -> {
          long color;
          if (parameters.get(i + 1) == 5) {
            color = Style.INDEXED | parameters.get(i + 2);
            i += 2;
          } else {
            color =
                Style.RGB
                    | (long) parameters.get(i + 2) << 16
                    | parameters.get(i + 3) << 8
                    | parameters.get(i + 4);
            i += 4;
          }
          style = p == 38 ? fore(style, color) : back(style, color);
        }
        default -> {
          int index = p % 10 + (p >= 90 ? 8 : 0);
          switch (p / 10) {
            case 3, 9 -> style = fore(style, Style.INDEXED | index);
            case 4, 10 -> style = back(style, Style.INDEXED | index);
            default -> throw new AssertionError("SGR " + p);
          }
        }
      }
    }
    return style;
  }

  private static long fore(long style, long color) {
    return (style & ~Style.FOREGROUND_MASK) | color;
  }

  private static long back(long style, long color) {
    return (style & ~Style.BACKGROUND_MASK) | color << Style.BACKGROUND_SHIFT;
  }
}
