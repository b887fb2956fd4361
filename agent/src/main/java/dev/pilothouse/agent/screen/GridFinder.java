package dev.pilothouse.agent.screen;

import dev.pilothouse.fleet.console.GuestScreen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the grid of a text in a picture of which nothing is known, by trying those that guests have
 * on samples: VGA's text mode, a framebuffer's console from the upper left corner, and consoles
 * that stand anywhere (GRUB leaves a border, UEFI centres its text).
 */
final class GridFinder {

  /** What part of the samples must be glyphs. */
  private static final double ENOUGH = 0.5;

  /** Columns and rows of UEFI's text modes, GraphicsConsoleDxe. */
  private static final int[][] UEFI_MODES = {{80, 25}, {80, 50}, {100, 31}};

  private final Raster raster;
  private final Anchors anchors;

  private GridFinder(Raster raster) {
    this.raster = raster;
    anchors = Anchors.of(raster);
  }

  private record Scored(Grid grid, double score) {}

  static Optional<Grid> find(Raster raster) {
    return new GridFinder(raster).find();
  }

  private Optional<Grid> find() {
    if (textMode()) {
      Grid grid = Grid.filling(raster, 0, 0, 9, 8, 16);
      if (anchors.count() == 0 || score(grid) >= ENOUGH) {
        return Optional.of(grid);
      }
    }
    List<Scored> found = new ArrayList<>();
    for (Grid grid : List.of(corner(8, 16), corner(16, 32), corner(8, 19))) {
      found.add(new Scored(grid, score(grid)));
    }
    Optional<Scored> best = best(found);
    if (best.isEmpty() || best.get().score() < 0.9) {
      anywhere(8, 16, found);
      anywhere(8, 19, found);
      best = best(found);
    }
    return best.map(Scored::grid).map(this::cropped).filter(GridFinder::shown);
  }

  private static boolean shown(Grid grid) {
    return grid.columns() <= GuestScreen.MOST && grid.rows() <= GuestScreen.MOST;
  }

  private boolean textMode() {
    return raster.width() % 9 == 0 && raster.height() % 16 == 0 && raster.width() >= 40 * 9;
  }

  private Grid corner(int width, int height) {
    return Grid.filling(raster, 0, 0, width, width, height);
  }

  private void anywhere(int width, int height, List<Scored> found) {
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        Grid grid = Grid.filling(raster, x, y, width, width, height);
        found.add(new Scored(grid, score(grid)));
      }
    }
  }

  private static Optional<Scored> best(List<Scored> found) {
    Scored best = new Scored(new Grid(0, 0, 8, 8, 16, 0, 0), ENOUGH);
    for (Scored scored : found) {
      if (scored.score() > best.score()) {
        best = scored;
      }
    }
    return best.grid().columns() > 0 ? Optional.of(best) : Optional.empty();
  }

  /** The part of the samples that are glyphs of the font that fits best, from 0 to 1. */
  private double score(Grid grid) {
    if (!grid.fits(raster)) {
      return 0;
    }
    List<GlyphTable> fonts = Fonts.ofSize(grid.glyphWidth(), grid.height());
    int[] hits = new int[fonts.size()];
    int looked = 0;
    int foreign = 0;
    for (Anchors.Point point : anchors.points()) {
      int x = point.x();
      int y = point.y();
      if (!grid.covers(x, y)) {
        foreign++;
        continue;
      }
      int left = x - (x - grid.x()) % grid.cellWidth();
      int top = y - (y - grid.y()) % grid.height();
      Cells cell = Cells.one(raster, grid, left, top);
      if (cell.blank(0)) {
        continue;
      }
      looked++;
      int best = 0;
      for (int font = 0; font < hits.length; font++) {
        if (cell.find(fonts.get(font), 0) != GlyphTable.NONE) {
          hits[font]++;
        }
        best = Math.max(best, hits[font]);
      }
      if (looked >= 8 && best < looked / 4) {
        return 0;
      }
    }
    int most = 0;
    for (int hit : hits) {
      most = Math.max(most, hit);
    }
    // All that is drawn at all must be in cells, or there are too few of them to tell.
    return looked == 0 ? 0 : (double) most / (looked + foreign);
  }

  /**
   * Of a grid that stands somewhere, the part that the guest's console has, where that is known.
   */
  private Grid cropped(Grid grid) {
    if (grid.height() == 19) {
      for (int[] mode : UEFI_MODES) {
        Grid centred = Grid.centred(raster, mode[0], mode[1], 8, 19);
        if (matches(grid, centred)) {
          return centred;
        }
      }
      Grid full = Grid.centred(raster, raster.width() / 8, raster.height() / 19, 8, 19);
      return matches(grid, full) ? full : grid;
    }
    return grid;
  }

  private boolean matches(Grid grid, Grid centred) {
    return centred.fits(raster)
        && (centred.x() - grid.x()) % grid.cellWidth() == 0
        && (centred.y() - grid.y()) % grid.height() == 0
        && centred.covers(anchors.left(), anchors.top())
        && centred.covers(anchors.right() - 1, anchors.bottom());
  }
}
