package dev.pilothouse.agent.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.console.GuestScreen;
import org.junit.jupiter.api.Test;

class CursorTest {

  private static final int INK = 0xaaaaaa;
  private static final GlyphTable VGA = Fonts.ALL.getFirst();
  private static final String TEXT = "lab login: jg_";

  private static Painter painter() {
    return new Painter(640, 400, 0).text(VGA, 0, 32, TEXT, INK, 0);
  }

  private static GuestScreen read(Painter painter) {
    return Recogniser.read(painter.raster(), null).orElseThrow().screen();
  }

  private static void isAt(GuestScreen screen, int row, int column) {
    assertThat(screen.cursorRow()).isEqualTo(row);
    assertThat(screen.cursorColumn()).isEqualTo(column);
    assertThat(screen.confidence()).isEqualTo(100);
    assertThat(screen.text(2)).isEqualTo(TEXT);
  }

  private static Painter inverted(Painter painter, int column, int from, int to) {
    Raster raster = painter.raster();
    for (int y = 32 + from; y <= 32 + to; y++) {
      for (int x = column * 8; x < column * 8 + 8; x++) {
        painter.pixel(x, y, raster.at(x, y) == INK ? 0 : INK);
      }
    }
    return painter;
  }

  @Test
  void aBarBehindTheText() {
    isAt(read(painter().box(14 * 8, 32 + 13, 8, 2, INK)), 2, 14);
  }

  @Test
  void aBarOnALetter() {
    isAt(read(painter().box(4 * 8, 32 + 13, 8, 2, INK)), 2, 4);
  }

  @Test
  void aBarThatHidesADescender() {
    // j: its rows 12 to 14 are beneath the bar, and no other letter has the rest of it.
    isAt(read(painter().box(11 * 8, 32 + 13, 8, 2, INK)), 2, 11);
  }

  @Test
  void invertedRowsAsLinuxDrawsThem() {
    isAt(read(inverted(painter(), 14, 14, 15)), 2, 14);
    isAt(read(inverted(painter(), 11, 14, 15)), 2, 11);
    isAt(read(inverted(painter(), 12, 8, 15)), 2, 12);
  }

  @Test
  void aBlock() {
    isAt(read(inverted(painter(), 14, 0, 15)), 2, 14);
    isAt(read(inverted(painter(), 5, 0, 15)), 2, 5);
  }

  @Test
  void aGlyphThatTheBarMakesUncertainIsUnknown() {
    // What is left of i above row 8 could be another letter's.
    GuestScreen screen = read(painter().box(12 * 8, 32 + 8, 8, 8, INK));
    assertThat(screen.cursorColumn()).isEqualTo(12);
    assertThat(screen.glyph(2, 12)).isIn(GuestScreen.UNKNOWN, (int) 'g');
  }

  @Test
  void twoBarsAreNoCursor() {
    GuestScreen screen =
        read(painter().box(20 * 8, 32 + 13, 8, 2, INK).box(22 * 8, 32 + 13, 8, 2, INK));
    assertThat(screen.cursorRow()).isEqualTo(-1);
    assertThat(screen.glyph(2, 20)).isEqualTo(GuestScreen.UNKNOWN);
  }

  @Test
  void aReversedWordIsNoCursor() {
    Painter painter = painter().text(VGA, 0, 64, "reverse", 0, INK);
    assertThat(read(painter).cursorRow()).isEqualTo(-1);
  }
}
