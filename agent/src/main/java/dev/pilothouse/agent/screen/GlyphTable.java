package dev.pilothouse.agent.screen;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The glyphs of one font, found by their bitmap. A bitmap is kept in the form whose upper left
 * pixel is 0, because a picture does not say which of a cell's two colours is the letter's: so one
 * bitmap can be two glyphs, one as it is and one inverted. Immutable.
 *
 * <p>Its file is text, as GNU Unifont's {@code .hex}: {@code CODEPOINT:BITMAP}, a row after the
 * other from the top, the leftmost pixel in the highest bit. Of several code points that look the
 * same there is one in the file: ASCII before Latin-1, before boxes and blocks, before all others.
 */
final class GlyphTable {

  /** No glyph. */
  static final int NONE = -1;

  private final String name;
  private final int width;
  private final int height;
  private final List<Glyph> glyphs;

  // Open addressing; a power of two of places, at most half of them taken.
  private final int[][] bitmaps;
  private final int[] upright;
  private final int[] inverse;

  GlyphTable(String name, int width, int height, List<Glyph> glyphs) {
    this.name = name;
    this.width = width;
    this.height = height;
    this.glyphs = List.copyOf(glyphs);
    int places = Integer.highestOneBit(Math.max(8, glyphs.size()) * 2 - 1) * 2;
    bitmaps = new int[places][];
    upright = new int[places];
    inverse = new int[places];
    for (Glyph glyph : glyphs) {
      put(glyph);
    }
  }

  /**
   * Reads a table from the resources beside this class.
   *
   * @param name such as {@code vga-8x16}; it ends with the size in pixels
   */
  static GlyphTable load(String name) {
    try (InputStream in = GlyphTable.class.getResourceAsStream(name + ".hex")) {
      if (in == null) {
        throw new IOException("no glyphs " + name);
      }
      return parse(name, new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GlyphTable parse(String name, BufferedReader lines) throws IOException {
    String[] size = name.substring(name.lastIndexOf('-') + 1).split("x", 2);
    int width = Integer.parseInt(size[0]);
    int height = Integer.parseInt(size[1]);
    int digits = width / 4;
    List<Glyph> glyphs = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("#")) {
        continue;
      }
      int colon = line.indexOf(':');
      int[] rows = new int[height];
      for (int row = 0; row < height; row++) {
        int from = colon + 1 + row * digits;
        rows[row] = HexFormat.fromHexDigits(line, from, from + digits);
      }
      glyphs.add(new Glyph(HexFormat.fromHexDigits(line, 0, colon), rows));
    }
    return new GlyphTable(name, width, height, glyphs);
  }

  String name() {
    return name;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  List<Glyph> glyphs() {
    return glyphs;
  }

  /** Whether it has the characters of code page 437, each at the place of its byte. */
  boolean codePage437() {
    return name.startsWith("vga-") || name.startsWith("linux-");
  }

  /**
   * The place of a bitmap.
   *
   * @param bits rows with bit {@code width - 1} of the first one 0, beginning at {@code from}
   * @param hash of these rows, see {@link #hash}
   * @return for {@link #upright} and {@link #inverse}, or NONE
   */
  int find(int[] bits, int from, long hash) {
    int mask = bitmaps.length - 1;
    for (int place = (int) hash & mask; ; place = place + 1 & mask) {
      int[] there = bitmaps[place];
      if (there == null) {
        return NONE;
      }
      if (same(there, bits, from)) {
        return place;
      }
    }
  }

  /** The glyph whose ink are the 1s of the bitmap there, or NONE. */
  int upright(int place) {
    return upright[place];
  }

  /** The glyph whose ink are the 0s of the bitmap there, or NONE. */
  int inverse(int place) {
    return inverse[place];
  }

  static long hash(int[] bits, int from, int rows) {
    long hash = 0;
    for (int row = from; row < from + rows; row++) {
      hash = (hash ^ bits[row]) * 0x9e3779b97f4a7c15L;
      hash ^= hash >>> 29;
    }
    return hash;
  }

  private boolean same(int[] bitmap, int[] bits, int from) {
    for (int row = 0; row < height; row++) {
      if (bitmap[row] != bits[from + row]) {
        return false;
      }
    }
    return true;
  }

  private void put(Glyph glyph) {
    int[] bitmap = glyph.rows().clone();
    boolean inverted = (bitmap[0] >> (width - 1) & 1) == 1;
    if (inverted) {
      for (int row = 0; row < height; row++) {
        bitmap[row] = ~bitmap[row] & (1 << width) - 1;
      }
    }
    long hash = hash(bitmap, 0, height);
    int place = find(bitmap, 0, hash);
    if (place == NONE) {
      int mask = bitmaps.length - 1;
      place = (int) hash & mask;
      while (bitmaps[place] != null) {
        place = place + 1 & mask;
      }
      bitmaps[place] = bitmap;
      upright[place] = NONE;
      inverse[place] = NONE;
    }
    int[] meant = inverted ? inverse : upright;
    if (meant[place] == NONE) {
      meant[place] = glyph.codePoint();
    }
  }
}
