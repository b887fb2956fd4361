package dev.pilothouse.agent.screen;

/** A character's bitmap in one font. */
final class Glyph {

  private final int codePoint;
  private final int[] rows;

  /**
   * @param rows from the top, the leftmost pixel in bit {@code width - 1}; 1 is ink
   */
  Glyph(int codePoint, int[] rows) {
    this.codePoint = codePoint;
    this.rows = rows;
  }

  int codePoint() {
    return codePoint;
  }

  /** Not to be changed. */
  int[] rows() {
    return rows;
  }
}
