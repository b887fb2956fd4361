package dev.pilothouse.agent.screen;

import dev.pilothouse.fleet.console.GuestScreen;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A cursor that stands in a cell, and what the cell says without it.
 *
 * @param codePoint the glyph beneath, or UNKNOWN when the rows that are seen do not prove it
 */
record Cursor(int cell, int codePoint, int foreground, int background) {

  /**
   * Looks for a cursor that is drawn over a glyph: some full rows in the lower half. VGA and GRUB
   * draw them in one colour, Linux's framebuffer console and UEFI exchange the two colours there.
   *
   * <p>Beneath a bar in an otherwise empty cell there may have been a letter that has ink only
   * there, such as an underscore. It is read as blank: what is seen is the cursor.
   *
   * @return null if no cursor explains this cell
   */
  static @Nullable Cursor in(Cells cells, int cell, GlyphTable table) {
    if (!cells.plain(cell) || cells.blank(cell)) {
      return null;
    }
    int[] rows = cells.rows(cell);
    int height = rows.length;
    int full = (1 << table.width()) - 1;
    // A bar in one colour.
    int to = height - 1;
    while (to > height / 2 && rows[to] != full) {
      to--;
    }
    int from = to;
    while (from > height / 2 && rows[from - 1] == full) {
      from--;
    }
    if (rows[to] == full) {
      Cursor bar = bar(cells, cell, table, rows, from, to);
      if (bar != null) {
        return bar;
      }
    }
    // Linux's fbcon: the last two rows (CUR_UNDERLINE), a third, a half.
    for (int lines : new int[] {2, height / 3, height / 2}) {
      Cursor exchanged = exchanged(cells, cell, table, rows, height - lines, height - 1);
      if (exchanged != null) {
        return exchanged;
      }
    }
    return null;
  }

  private static @Nullable Cursor bar(
      Cells cells, int cell, GlyphTable table, int[] rows, int from, int to) {
    Cursor clean = exchanged(cells, cell, table, rows, from, to);
    if (clean != null) {
      return clean;
    }
    Glyph found = null;
    int count = 0;
    for (Glyph glyph : table.glyphs()) {
      if (agree(glyph.rows(), rows, from, to)) {
        found = glyph;
        count++;
      }
    }
    if (found == null) {
      return null;
    }
    int codePoint = count == 1 ? found.codePoint() : GuestScreen.UNKNOWN;
    return new Cursor(cell, codePoint, cells.second(cell), cells.first(cell));
  }

  private static boolean agree(int[] glyph, int[] rows, int from, int to) {
    return Arrays.equals(glyph, 0, from, rows, 0, from)
        && Arrays.equals(glyph, to + 1, rows.length, rows, to + 1, rows.length);
  }

  private static @Nullable Cursor exchanged(
      Cells cells, int cell, GlyphTable table, int[] rows, int from, int to) {
    int[] beneath = rows.clone();
    int full = (1 << table.width()) - 1;
    for (int row = from; row <= to; row++) {
      beneath[row] = ~beneath[row] & full;
    }
    int place = table.find(beneath, 0, GlyphTable.hash(beneath, 0, beneath.length));
    if (place == GlyphTable.NONE || table.upright(place) == GlyphTable.NONE) {
      return null;
    }
    return new Cursor(cell, table.upright(place), cells.second(cell), cells.first(cell));
  }
}
