package dev.pilothouse.tui.frame;

import java.util.Random;

/** A frame that changes the way screens do: cells, words, bars, scrolls, whole pages, wide text. */
final class RandomFrames {

  private static final String[] WORDS = {
    "running",
    "shut off",
    "web-01",
    "10.0.0.7",
    "日本語サーバー",
    "서버",
    "naïve",
    "cafe\u0301",
    "──────────",
    "🚀",
    "                    ",
    "█████",
    "x",
    "99.9%",
    "e\u0301",
    "▶",
    "中",
    "…"
  };

  private final Random random;
  private final boolean allStyles;

  RandomFrames(long seed, boolean allStyles) {
    random = new Random(seed);
    this.allStyles = allStyles;
  }

  void change(Frame frame) {
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      int row = random.nextInt(frame.rows());
      int column = random.nextInt(frame.columns());
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> frame.put(row, column, word(), style());
        case 3 -> frame.put(row, column, 1 + random.nextInt(30), word(), style());
        case 4 -> frame.fill(new Rect(row, column, random.nextInt(4), random.nextInt(40)), style());
        case 5 -> frame.restyle(new Rect(row, 0, 1, frame.columns()), style());
        case 6, 7 -> scroll(frame);
        case 8 -> frame.put(row, frame.columns() - 2, "日", style());
        default -> page(frame);
      }
    }
    if (random.nextBoolean()) {
      frame.cursor(random.nextInt(frame.rows()), random.nextInt(frame.columns()));
    } else {
      frame.hideCursor();
    }
  }

  private void page(Frame frame) {
    if (random.nextInt(4) == 0) {
      frame.clear();
    }
    for (int row = 0; row < frame.rows(); row++) {
      for (int column = 0; column < frame.columns(); column += 12) {
        if (random.nextInt(3) > 0) {
          frame.put(row, column, 11, word(), random.nextInt(3) == 0 ? style() : Style.DEFAULT);
        }
      }
    }
  }

  private void scroll(Frame frame) {
    int top = random.nextInt(frame.rows());
    int height = frame.rows() - top - random.nextInt(Math.min(4, frame.rows() - top));
    int distance = 1 + random.nextInt(3);
    if (height <= distance) {
      return;
    }
    int width = frame.columns();
    int from = (random.nextBoolean() ? 0 : distance) + top;
    int to = from == top ? top + distance : top;
    int count = (height - distance) * width;
    System.arraycopy(frame.glyphs(), from * width, frame.glyphs(), to * width, count);
    System.arraycopy(frame.styles(), from * width, frame.styles(), to * width, count);
    int exposed = from == top ? top : top + height - distance;
    frame.fill(new Rect(exposed, 0, distance, width), Style.DEFAULT);
    frame.put(exposed, random.nextInt(width), word(), style());
  }

  private String word() {
    return WORDS[random.nextInt(WORDS.length)];
  }

  private Style style() {
    Style style = Style.DEFAULT;
    if (random.nextBoolean()) {
      style = style.foreground(color());
    }
    if (random.nextInt(3) == 0) {
      style = style.background(color());
    }
    if (allStyles && random.nextInt(6) == 0) {
      style = style.foregroundRgb(random.nextInt(1 << 24));
    }
    int attributes = random.nextInt(128);
    if (random.nextBoolean()) {
      style = new Style(style.bits() | ((long) attributes << 52));
    }
    return allStyles ? style : new Style(style.bits() & ~(Style.DIM | Style.BLINK));
  }

  private int color() {
    return random.nextInt(allStyles ? 256 : 8);
  }
}
