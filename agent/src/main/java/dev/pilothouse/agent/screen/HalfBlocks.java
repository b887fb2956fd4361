package dev.pilothouse.agent.screen;

import dev.pilothouse.fleet.console.GuestScreen;
import java.util.Arrays;

/**
 * Draws a picture with upper half blocks: each cell shows two pixels, the foreground above the
 * background. Each of these is the mean of the picture's pixels that it stands for.
 */
final class HalfBlocks {

  private static final int UPPER_HALF = 0x2580;

  private HalfBlocks() {}

  /**
   * @param columns at most so many cells; fewer where the picture is smaller, or to keep its shape
   */
  static GuestScreen draw(Raster raster, int columns, int rows) {
    // Both directions by one factor, so that circles stay round: a cell is as high as two are wide.
    double scale =
        Math.min(1, Math.min((double) columns / raster.width(), 2.0 * rows / raster.height()));
    int width = Math.clamp(Math.round(raster.width() * scale), 1, columns);
    int height = Math.clamp(Math.round(raster.height() * scale / 2), 1, rows);
    int[] glyphs = new int[width * height];
    int[] upper = new int[width * height];
    int[] lower = new int[width * height];
    Arrays.fill(glyphs, UPPER_HALF);
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int cell = row * width + column;
        upper[cell] = mean(raster, column, width, 2 * row, 2 * height);
        lower[cell] = mean(raster, column, width, 2 * row + 1, 2 * height);
      }
    }
    return new GuestScreen(
        width, height, GuestScreen.Kind.PICTURE, 100, -1, -1, glyphs, upper, lower);
  }

  private static int mean(Raster raster, int column, int columns, int row, int rows) {
    int left = (int) ((long) column * raster.width() / columns);
    int right = Math.max(left + 1, (int) ((long) (column + 1) * raster.width() / columns));
    int top = (int) ((long) row * raster.height() / rows);
    int bottom = Math.max(top + 1, (int) ((long) (row + 1) * raster.height() / rows));
    long red = 0;
    long green = 0;
    long blue = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        int pixel = raster.at(x, y);
        red += pixel >> 16;
        green += pixel >> 8 & 0xff;
        blue += pixel & 0xff;
      }
    }
    long pixels = (long) (right - left) * (bottom - top);
    return (int) ((red + pixels / 2) / pixels) << 16
        | (int) ((green + pixels / 2) / pixels) << 8
        | (int) ((blue + pixels / 2) / pixels);
  }
}
