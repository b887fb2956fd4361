package dev.pilothouse.tui.frame;

/** What is seen of a grid of cells, so that pictures from different terminals compare as text. */
final class Picture {

  interface Glyphs {
    /** The text of a cell, empty for the right half of a wide character. */
    String at(int row, int column);
  }

  interface Styles {
    long at(int row, int column);
  }

  private Picture() {}

  static String of(int rows, int columns, Glyphs glyphs, Styles styles) {
    StringBuilder out = new StringBuilder();
    for (int r = 0; r < rows; r++) {
      long current = 0;
      for (int c = 0; c < columns; c++) {
        String glyph = glyphs.at(r, c);
        long style = seen(glyph, styles.at(r, c));
        if (style != current && !glyph.isEmpty()) {
          out.append('{').append(new Style(style)).append('}');
          current = style;
        }
        out.append(glyph);
      }
      out.append('\n');
    }
    return out.toString();
  }

  static String of(Frame frame) {
    return of(
        frame.rows(),
        frame.columns(),
        (r, c) -> {
          StringBuilder glyph = new StringBuilder();
          Frame.appendGlyph(glyph, frame.glyphs()[r * frame.columns() + c]);
          return glyph.toString();
        },
        (r, c) -> frame.styles()[r * frame.columns() + c]);
  }

  /** A blank shows its background only, unless an attribute makes more of it visible. */
  private static long seen(String glyph, long style) {
    return glyph.equals(" ") && (style & Style.SHOWS_ON_BLANK) == 0
        ? style & Style.BACKGROUND_MASK
        : style;
  }
}
