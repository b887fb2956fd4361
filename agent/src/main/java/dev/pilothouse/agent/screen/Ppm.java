package dev.pilothouse.agent.screen;

import java.io.IOException;

/** Reads a binary PPM of 8 bits a colour, ppm(5): {@code P6 WIDTH HEIGHT 255}, then RGB. */
final class Ppm {

  private final byte[] data;
  private int at = 2;

  private Ppm(byte[] data) {
    this.data = data;
  }

  static Raster decode(byte[] data) throws IOException {
    return new Ppm(data).raster();
  }

  private Raster raster() throws IOException {
    int width = number();
    int height = number();
    int most = number();
    if (most != 255) {
      throw new IOException("a PPM of " + most + " shades");
    }
    Raster.check(width, height);
    at++; // the one blank behind the header
    if (data.length - at < 3L * width * height) {
      throw new IOException("a PPM that is cut off");
    }
    int[] rgb = new int[width * height];
    for (int i = 0, from = at; i < rgb.length; i++, from += 3) {
      rgb[i] = (data[from] & 0xff) << 16 | (data[from + 1] & 0xff) << 8 | (data[from + 2] & 0xff);
    }
    return new Raster(width, height, rgb);
  }

  /** The next number of the header; comments run from # to the line's end. */
  private int number() throws IOException {
    boolean comment = false;
    while (at < data.length && (comment || data[at] == '#' || blank(data[at]))) {
      comment = (comment || data[at] == '#') && data[at] != '\n';
      at++;
    }
    int number = 0;
    int first = at;
    while (at < data.length && data[at] >= '0' && data[at] <= '9' && at - first < 6) {
      number = number * 10 + data[at++] - '0';
    }
    if (at == first || at == data.length || !blank(data[at])) {
      throw new IOException("a PPM with a broken header");
    }
    return number;
  }

  private static boolean blank(byte character) {
    return character >= 0 && character <= ' ';
  }
}
