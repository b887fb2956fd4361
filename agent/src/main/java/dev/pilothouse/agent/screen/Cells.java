package dev.pilothouse.agent.screen;

import org.jspecify.annotations.Nullable;

/**
 * The cells of a picture as bitmaps of two colours, before anybody asks what they say. The colour
 * of a cell's upper left pixel is its first one, and 0 in the bitmap. Immutable once it is made.
 *
 * <p>VGA's text mode draws cells of 9 pixels with glyphs of 8: the ninth column repeats the eighth
 * or shows the background. It is kept apart.
 */
final class Cells {

  private final Grid grid;
  private final Raster raster;
  private final int[] bits;
  private final int[] ninth;
  private final int[] first;
  private final int[] second;
  private final byte[] colours;
  private final long[] hashes;

  private Cells(Grid grid, Raster raster) {
    this.grid = grid;
    this.raster = raster;
    int cells = grid.cells();
    bits = new int[cells * grid.height()];
    ninth = new int[grid.cellWidth() > grid.glyphWidth() ? cells : 0];
    first = new int[cells];
    second = new int[cells];
    colours = new byte[cells];
    hashes = new long[cells];
  }

  /**
   * Looks at a picture.
   *
   * @param last of an earlier picture; what did not change is taken from there
   */
  static Cells of(Raster raster, Grid grid, @Nullable Cells last) {
    Cells cells = new Cells(grid, raster);
    Cells known =
        last != null && last.grid.equals(grid) && last.raster.sameSize(raster) ? last : null;
    for (int cell = 0; cell < grid.cells(); cell++) {
      if (known != null && cells.same(known, cell)) {
        cells.copy(known, cell);
      } else {
        cells.scan(cell, grid.left(cell), grid.top(cell));
      }
    }
    return cells;
  }

  /** The one cell at a place, as cell 0: for trying grids. */
  static Cells one(Raster raster, Grid size, int left, int top) {
    Cells cells =
        new Cells(new Grid(0, 0, size.cellWidth(), size.glyphWidth(), size.height(), 1, 1), raster);
    cells.scan(0, left, top);
    return cells;
  }

  private boolean same(Cells last, int cell) {
    return raster.same(
        last.raster, grid.left(cell), grid.top(cell), grid.cellWidth(), grid.height());
  }

  private void copy(Cells last, int cell) {
    int height = grid.height();
    System.arraycopy(last.bits, cell * height, bits, cell * height, height);
    if (ninth.length > 0) {
      ninth[cell] = last.ninth[cell];
    }
    first[cell] = last.first[cell];
    second[cell] = last.second[cell];
    colours[cell] = last.colours[cell];
    hashes[cell] = last.hashes[cell];
  }

  private void scan(int cell, int left, int top) {
    int[] rgb = raster.rgb();
    int width = grid.glyphWidth();
    int one = raster.at(left, top);
    int two = one;
    boolean more = false;
    int side = 0;
    for (int row = 0; row < grid.height(); row++) {
      int at = (top + row) * raster.width() + left;
      int line = 0;
      for (int x = 0; x < grid.cellWidth(); x++) {
        int pixel = rgb[at + x];
        int bit = 0;
        if (pixel != one) {
          if (two == one) {
            two = pixel;
          }
          more |= pixel != two;
          bit = 1;
        }
        if (x < width) {
          line = line << 1 | bit;
        } else {
          side |= bit << row;
        }
      }
      bits[cell * grid.height() + row] = line;
    }
    if (ninth.length > 0) {
      ninth[cell] = side;
    }
    first[cell] = one;
    second[cell] = two;
    colours[cell] = (byte) (more ? 3 : two == one ? 1 : 2);
    hashes[cell] = GlyphTable.hash(bits, cell * grid.height(), grid.height());
  }

  Grid grid() {
    return grid;
  }

  Raster raster() {
    return raster;
  }

  boolean blank(int cell) {
    return colours[cell] == 1;
  }

  /** Whether it has one or two colours, so that it may be a glyph. */
  boolean plain(int cell) {
    return colours[cell] < 3;
  }

  /** The colour of the upper left pixel. */
  int first(int cell) {
    return first[cell];
  }

  /** The other colour; the same in a blank cell. */
  int second(int cell) {
    return second[cell];
  }

  long hash(int cell) {
    return hashes[cell];
  }

  /** A copy of a cell's rows, see {@link GlyphTable#find}. */
  int[] rows(int cell) {
    int[] rows = new int[grid.height()];
    System.arraycopy(bits, cell * grid.height(), rows, 0, rows.length);
    return rows;
  }

  /** Where the table has this cell's bitmap, or NONE. */
  int find(GlyphTable table, int cell) {
    return colours[cell] < 3
        ? table.find(bits, cell * grid.height(), hashes[cell])
        : GlyphTable.NONE;
  }

  /**
   * Whether the ninth column is one that VGA draws: each row of it background or like the eighth.
   *
   * @param inverse whether the bitmap's 0s are the glyph
   * @param rows bitmap, which may be another one than the picture's, where a cursor stood
   */
  boolean ninthFits(int cell, boolean inverse, int[] rows) {
    if (ninth.length == 0) {
      return true;
    }
    int flip = inverse ? 1 : 0;
    for (int row = 0; row < grid.height(); row++) {
      boolean ink = ((ninth[cell] >> row & 1) ^ flip) == 1;
      if (ink && ((rows[row] & 1) ^ flip) == 0) {
        return false;
      }
    }
    return true;
  }

  boolean ninthFits(int cell, boolean inverse) {
    return ninth.length == 0 || ninthFits(cell, inverse, rows(cell));
  }
}
