package dev.pilothouse.agent.screen;

import java.util.Arrays;

/** Draws what a guest would. */
final class Painter {

  static final int GREY = 0xaaaaaa;
  static final int BLACK = 0;

  private final int width;
  private final int height;
  private final int[] rgb;

  Painter(int width, int height, int colour) {
    this.width = width;
    this.height = height;
    rgb = new int[width * height];
    Arrays.fill(rgb, colour);
  }

  Painter pixel(int x, int y, int colour) {
    rgb[y * width + x] = colour;
    return this;
  }

  Painter box(int left, int top, int columns, int rows, int colour) {
    for (int y = top; y < top + rows; y++) {
      Arrays.fill(rgb, y * width + left, y * width + left + columns, colour);
    }
    return this;
  }

  /**
   * @param cellWidth 9 for VGA's text mode, whose ninth column repeats the eighth for box drawing
   */
  Painter glyph(int left, int top, int[] rows, int glyphWidth, int cellWidth, int ink, int ground) {
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < cellWidth; x++) {
        boolean set = x < glyphWidth && (rows[y] >> (glyphWidth - 1 - x) & 1) == 1;
        pixel(left + x, top + y, set ? ink : ground);
      }
    }
    return this;
  }

  /** A line of text. */
  Painter text(GlyphTable font, int left, int top, String text, int ink, int ground) {
    for (int i = 0; i < text.length(); i++) {
      int[] rows = rows(font, text.charAt(i));
      glyph(left + i * font.width(), top, rows, font.width(), font.width(), ink, ground);
    }
    return this;
  }

  static int[] rows(GlyphTable font, int codePoint) {
    return font.glyphs().stream()
        .filter(glyph -> glyph.codePoint() == codePoint)
        .findFirst()
        .orElseThrow()
        .rows();
  }

  Raster raster() {
    return new Raster(width, height, rgb.clone());
  }
}
