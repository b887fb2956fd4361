package dev.pilothouse.agent.screen;

/**
 * Where the cells of a text stand in a picture.
 *
 * @param x pixels to the left of the first cell
 * @param y pixels above it
 * @param cellWidth pixels from cell to cell; one more than {@code glyphWidth} in VGA's text mode
 * @param glyphWidth pixels of a glyph
 * @param height pixels of a cell and of a glyph
 */
record Grid(int x, int y, int cellWidth, int glyphWidth, int height, int columns, int rows) {

  /** As many cells as the picture has room for, from a point on. */
  static Grid filling(Raster raster, int x, int y, int cellWidth, int glyphWidth, int height) {
    return new Grid(
        x,
        y,
        cellWidth,
        glyphWidth,
        height,
        (raster.width() - x) / cellWidth,
        (raster.height() - y) / height);
  }

  /** So many cells in the middle of the picture. */
  static Grid centred(Raster raster, int columns, int rows, int width, int height) {
    return new Grid(
        (raster.width() - columns * width) / 2,
        (raster.height() - rows * height) / 2,
        width,
        width,
        height,
        columns,
        rows);
  }

  int cells() {
    return columns * rows;
  }

  int left(int cell) {
    return x + cell % columns * cellWidth;
  }

  int top(int cell) {
    return y + cell / columns * height;
  }

  /** The picture's pixels that lie in this grid. */
  boolean covers(int px, int py) {
    return px >= x && py >= y && px < x + columns * cellWidth && py < y + rows * height;
  }

  boolean fits(Raster raster) {
    return columns > 0
        && rows > 0
        && x >= 0
        && y >= 0
        && x + columns * cellWidth <= raster.width()
        && y + rows * height <= raster.height();
  }
}
