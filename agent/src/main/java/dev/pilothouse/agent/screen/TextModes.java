package dev.pilothouse.agent.screen;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The grids that VGA's text mode may have in a picture. */
final class TextModes {

  private TextModes() {}

  /**
   * @param recognised the text that was found in it, whose grid is the first to try
   * @return none for a picture that no text mode makes
   */
  static List<Grid> of(Raster raster, @Nullable Recognised recognised) {
    List<Grid> modes = new ArrayList<>();
    if (raster.height() > 480 || raster.width() > 132 * 9) {
      return modes;
    }
    if (recognised != null) {
      Grid grid = recognised.grid();
      boolean whole =
          grid.x() == 0
              && grid.y() == 0
              && grid.columns() * grid.cellWidth() == raster.width()
              && grid.rows() * grid.height() == raster.height();
      return whole ? List.of(grid) : modes;
    }
    for (int width : new int[] {9, 8}) {
      for (int height : new int[] {16, 8, 14}) {
        int columns = raster.width() / width;
        boolean whole = raster.width() % width == 0 && raster.height() % height == 0;
        if (whole && (columns == 40 || columns == 80 || columns == 132)) {
          modes.add(Grid.filling(raster, 0, 0, width, 8, height));
        }
      }
    }
    return modes;
  }
}
