package dev.pilothouse.agent.screen;

import dev.pilothouse.fleet.console.GuestScreen;

/**
 * A text that was found in a picture, with what the next picture of the same guest is looked at by.
 * Immutable.
 */
final class Recognised {

  private final Cells cells;
  private final GlyphTable font;
  private final int known;
  private final int shown;
  private final int cursor;
  private final int[] codePoints;
  private final int[] foregrounds;
  private final int[] backgrounds;

  /**
   * @param known of the cells that are not blank, how many are glyphs
   * @param shown how many cells are not blank
   * @param cursor cell, or -1
   * @param codePoints of each cell; UNKNOWN where no glyph is proven
   */
  Recognised(
      Cells cells,
      GlyphTable font,
      int known,
      int shown,
      int cursor,
      int[] codePoints,
      int[] foregrounds,
      int[] backgrounds) {
    this.cells = cells;
    this.font = font;
    this.known = known;
    this.shown = shown;
    this.cursor = cursor;
    this.codePoints = codePoints;
    this.foregrounds = foregrounds;
    this.backgrounds = backgrounds;
  }

  Cells cells() {
    return cells;
  }

  GlyphTable font() {
    return font;
  }

  int known() {
    return known;
  }

  int shown() {
    return shown;
  }

  int cursor() {
    return cursor;
  }

  int codePoint(int cell) {
    return codePoints[cell];
  }

  int foreground(int cell) {
    return foregrounds[cell];
  }

  int background(int cell) {
    return backgrounds[cell];
  }

  /** 0 to 1; a blank picture has 1. */
  double confidence() {
    return shown == 0 ? 1 : (double) known / shown;
  }

  Grid grid() {
    return cells.grid();
  }

  GuestScreen screen() {
    int columns = grid().columns();
    return new GuestScreen(
        columns,
        grid().rows(),
        GuestScreen.Kind.RECOGNISED,
        (int) (confidence() * 100),
        cursor < 0 ? -1 : cursor / columns,
        cursor < 0 ? -1 : cursor % columns,
        codePoints,
        foregrounds,
        backgrounds);
  }
}
