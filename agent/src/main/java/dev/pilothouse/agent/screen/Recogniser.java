package dev.pilothouse.agent.screen;

import dev.pilothouse.fleet.console.GuestScreen;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text in a picture. A cell is a glyph only if it has two colours and every pixel agrees:
 * screens are drawn, not photographed, so there is no noise to bear with, and one pixel can be the
 * difference between two letters.
 */
final class Recogniser {

  /** Of the cells that are not blank, so many must be glyphs for a picture to be text. */
  private static final double ENOUGH = 0.6;

  private Recogniser() {}

  /**
   * @param last what was found in an earlier picture of the same guest
   * @return nothing if the picture is no text, or of a font that is not known
   */
  static Optional<Recognised> read(Raster raster, @Nullable Recognised last) {
    if (last != null
        && last.cells().raster().sameSize(raster)
        && bordersBlank(raster, last.grid())) {
      Recognised again = read(Cells.of(raster, last.grid(), last.cells()), last.font());
      if (again.confidence() >= ENOUGH) {
        return Optional.of(again);
      }
    }
    return GridFinder.find(raster)
        .map(grid -> read(Cells.of(raster, grid, null), null))
        .filter(Recogniser::isText);
  }

  /**
   * Reads cells by the font that knows most of them; the one of the last picture if it knows all.
   */
  static Recognised read(Cells cells, @Nullable GlyphTable last) {
    Recognised best = null;
    if (last != null) {
      best = new CellReading(cells, last).result();
    }
    if (best == null || best.known() < best.shown()) {
      for (GlyphTable font : Fonts.ofSize(cells.grid().glyphWidth(), cells.grid().height())) {
        Recognised other = new CellReading(cells, font).result();
        if (best == null || other.known() > best.known()) {
          best = other;
        }
      }
    }
    if (best == null) {
      throw new IllegalArgumentException("no font of the size of " + cells.grid());
    }
    return best;
  }

  /** A few lines and corners could be a drawing; letters are not. */
  private static boolean isText(Recognised found) {
    if (found.confidence() < ENOUGH) {
      return false;
    }
    int letters = 0;
    for (int cell = 0; cell < found.grid().cells(); cell++) {
      int codePoint = found.codePoint(cell);
      if (codePoint != GuestScreen.UNKNOWN && Character.isLetterOrDigit(codePoint)) {
        letters++;
      }
    }
    return letters >= 3 || found.known() == found.shown();
  }

  /** Whether nothing is drawn around the grid, where no cell would show it. */
  private static boolean bordersBlank(Raster raster, Grid grid) {
    int right = grid.x() + grid.columns() * grid.cellWidth();
    int bottom = grid.y() + grid.rows() * grid.height();
    return plain(raster, 0, 0, raster.width(), grid.y())
        && plain(raster, 0, bottom, raster.width(), raster.height())
        && plain(raster, 0, grid.y(), grid.x(), bottom)
        && plain(raster, right, grid.y(), raster.width(), bottom);
  }

  private static boolean plain(Raster raster, int left, int top, int right, int bottom) {
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        if (raster.at(x, y) != raster.at(left, top)) {
          return false;
        }
      }
    }
    return true;
  }
}
