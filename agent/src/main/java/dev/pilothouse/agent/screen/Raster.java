package dev.pilothouse.agent.screen;

import java.io.IOException;
import java.util.Arrays;

/** A picture. Immutable. */
final class Raster {

  /** The most pixels that are decoded: an 8K screen, 128 MiB. */
  private static final long MOST_PIXELS = 8192L * 4320;

  private final int width;
  private final int height;
  private final int[] rgb;

  /**
   * @param rgb 0xRRGGBB of each pixel, row by row from the top; the raster's own from now on
   */
  Raster(int width, int height, int[] rgb) {
    if (width < 1 || height < 1 || rgb.length != width * height) {
      throw new IllegalArgumentException(width + " x " + height + ": " + rgb.length + " pixels");
    }
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** All pixels, row by row; not to be changed. */
  int[] rgb() {
    return rgb;
  }

  /**
   * Decodes what virDomainScreenshot gives: PNG, or PPM (P6) from a QEMU that was built without
   * libpng.
   *
   * @throws IOException if it is neither, is cut off, or is larger than any screen
   */
  static Raster decode(byte[] screenshot) throws IOException {
    if (screenshot.length > 2 && screenshot[0] == 'P' && screenshot[1] == '6') {
      return Ppm.decode(screenshot);
    }
    return Png.decode(screenshot);
  }

  /** What a decoder asks before it takes memory for the pixels. */
  static void check(long width, long height) throws IOException {
    if (width < 1 || height < 1 || width > 1 << 15 || height > 1 << 15) {
      throw new IOException("a screen of " + width + " x " + height + " pixels");
    }
    if (width * height > MOST_PIXELS) {
      throw new IOException("too large a screen: " + width + " x " + height + " pixels");
    }
  }

  int at(int x, int y) {
    return rgb[y * width + x];
  }

  /** Whether both show the same between these bounds; both are of the same size. */
  boolean same(Raster other, int x, int y, int columns, int rows) {
    for (int row = y; row < y + rows; row++) {
      int from = row * width + x;
      if (!Arrays.equals(rgb, from, from + columns, other.rgb, from, from + columns)) {
        return false;
      }
    }
    return true;
  }

  boolean sameSize(Raster other) {
    return width == other.width && height == other.height;
  }

  @Override
  public String toString() {
    return "Raster[" + width + " x " + height + "]";
  }
}
