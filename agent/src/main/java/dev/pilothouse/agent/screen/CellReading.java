package dev.pilothouse.agent.screen;

import dev.pilothouse.fleet.console.GuestScreen;
import java.util.HashMap;
import java.util.Map;

/** One reading of a picture's cells by one font. */
final class CellReading {

  /**
   * More cells than this with something unknown in their lower half are no cursor but a picture.
   */
  private static final int MOST_LOOKED_AT = 16;

  private static final int GREY = 0xaaaaaa;

  private final Cells cells;
  private final GlyphTable font;
  private final int[] codePoints;
  private final int[] foreground;
  private final int[] background;
  private int known;
  private int shown;

  CellReading(Cells cells, GlyphTable font) {
    this.cells = cells;
    this.font = font;
    int count = cells.grid().cells();
    codePoints = new int[count];
    foreground = new int[count];
    background = new int[count];
  }

  Recognised result() {
    int ground = commonest(true);
    for (int cell = 0; cell < codePoints.length; cell++) {
      read(cell, ground);
    }
    int cursor = underline();
    if (cursor < 0) {
      cursor = block(ground);
    }
    return new Recognised(cells, font, known, shown, cursor, codePoints, foreground, background);
  }

  private void read(int cell, int ground) {
    foreground[cell] = cells.second(cell);
    background[cell] = cells.first(cell);
    if (cells.blank(cell)) {
      codePoints[cell] = ' ';
      foreground[cell] = GREY; // always the same, so that it makes no difference
      return;
    }
    shown++;
    codePoints[cell] = GuestScreen.UNKNOWN;
    int place = cells.find(font, cell);
    if (place == GlyphTable.NONE) {
      return;
    }
    boolean upright = font.upright(place) != GlyphTable.NONE && cells.ninthFits(cell, false);
    boolean inverse = font.inverse(place) != GlyphTable.NONE && cells.ninthFits(cell, true);
    if (upright && inverse) { // such as an upper and a lower half block
      inverse = cells.second(cell) == ground;
    }
    if (inverse) {
      codePoints[cell] = font.inverse(place);
      foreground[cell] = cells.first(cell);
      background[cell] = cells.second(cell);
      known++;
    } else if (upright) {
      codePoints[cell] = font.upright(place);
      known++;
    }
  }

  /** The one unknown cell that a bar explains; two of them are no cursors. */
  private int underline() {
    Cursor found = null;
    int looked = 0;
    for (int cell = 0; cell < codePoints.length; cell++) {
      if (codePoints[cell] != GuestScreen.UNKNOWN) {
        continue;
      }
      if (++looked > MOST_LOOKED_AT) {
        return -1;
      }
      Cursor cursor = Cursor.in(cells, cell, font);
      if (cursor != null && found != null) {
        return -1;
      }
      found = cursor == null ? found : cursor;
    }
    if (found == null) {
      return -1;
    }
    int cell = found.cell();
    codePoints[cell] = found.codePoint();
    foreground[cell] = found.foreground();
    background[cell] = found.background();
    if (found.codePoint() != GuestScreen.UNKNOWN) {
      known++;
    }
    return cell;
  }

  /**
   * A block as cursor: the one cell of the whole picture that has the colours of most of the text
   * exchanged.
   */
  private int block(int ground) {
    int ink = commonest(false);
    int found = -1;
    for (int cell = 0; cell < codePoints.length && ink != ground; cell++) {
      if (background[cell] == ink && (cells.blank(cell) || foreground[cell] == ground)) {
        if (found >= 0) {
          return -1;
        }
        found = cell;
      }
    }
    return found;
  }

  /** The colour of most blank cells, or of most letters; 0 if there are none. */
  private int commonest(boolean blank) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int cell = 0; cell < codePoints.length; cell++) {
      if (cells.blank(cell) == blank) {
        counts.merge(blank ? cells.first(cell) : foreground[cell], 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(0);
  }
}
