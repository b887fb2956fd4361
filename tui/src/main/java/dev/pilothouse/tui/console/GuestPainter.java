package dev.pilothouse.tui.console;

import dev.pilothouse.fleet.console.GuestScreen;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.frame.Style;

/** Paints a guest's screen into a frame. */
final class GuestPainter {
  /** VGA's 16 colours, in the order in which terminals number theirs. */
  private static final int[] PALETTE = {
    0x000000, 0xAA0000, 0x00AA00, 0xAA5500, 0x0000AA, 0xAA00AA, 0x00AAAA, 0xAAAAAA,
    0x555555, 0xFF5555, 0x55FF55, 0xFFFF55, 0x5555FF, 0xFF55FF, 0x55FFFF, 0xFFFFFF
  };

  private static final int BLACK = 0x000000;
  private static final int GREY = 0xAAAAAA;

  /** A cell that is no character for certain. */
  private static final char UNKNOWN = '\u2592';

  private GuestPainter() {}

  /** The part around the cursor, when all of it does not fit. */
  static void paint(Frame frame, Rect area, GuestScreen screen) {
    int top = first(screen.rows(), area.rows(), screen.cursorRow());
    int left = first(screen.columns(), area.columns(), screen.cursorColumn());
    for (int row = 0; row < Math.min(area.rows(), screen.rows() - top); row++) {
      paintRow(frame, area.line(row), screen, top + row, left);
    }
    int row = screen.cursorRow() - top;
    int column = screen.cursorColumn() - left;
    if (screen.cursorRow() >= 0 && row < area.rows() && column >= 0 && column < area.columns()) {
      frame.cursor(area.row() + row, area.column() + column);
    }
  }

  /** The lowest part that holds the cursor; without one the first, for it has the beginning. */
  private static int first(int cells, int room, int cursor) {
    return cursor < room ? 0 : Math.min(cells - room, cursor - room + 1);
  }

  private static void paintRow(Frame frame, Rect line, GuestScreen screen, int row, int left) {
    int end = Math.min(screen.columns(), left + line.columns());
    for (int column = left; column < end; column++) {
      int glyph = screen.glyph(row, column);
      frame.put(
          line.row(),
          line.column() + column - left,
          1,
          Character.toString(glyph == GuestScreen.UNKNOWN ? UNKNOWN : glyph),
          style(
              screen.foreground(row, column),
              screen.background(row, column),
              screen.kind() == GuestScreen.Kind.PICTURE));
    }
  }

  /** Text in a console's usual colours takes the terminal's own: it costs nothing, and fits in. */
  private static Style style(int foreground, int background, boolean picture) {
    if (picture) {
      return Style.DEFAULT.foregroundRgb(foreground).backgroundRgb(background);
    }
    Style style = Style.DEFAULT;
    if (foreground != GREY || background != BLACK) {
      int fore = index(foreground);
      style = fore < 0 ? style.foregroundRgb(foreground) : style.foreground(fore);
    }
    if (background != BLACK) {
      int back = index(background);
      style = back < 0 ? style.backgroundRgb(background) : style.background(back);
    }
    return style;
  }

  private static int index(int rgb) {
    for (int i = 0; i < PALETTE.length; i++) {
      if (PALETTE[i] == rgb) {
        return i;
      }
    }
    return -1;
  }
}
