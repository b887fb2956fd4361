package dev.pilothouse.agent.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.console.GuestScreen;
import org.junit.jupiter.api.Test;

class HalfBlocksTest {

  @Test
  void theUpperPixelIsTheForeground() {
    Raster raster = new Raster(2, 2, new int[] {0xff0000, 0x00ff00, 0x0000ff, 0xffffff});
    GuestScreen screen = HalfBlocks.draw(raster, 80, 24);
    assertThat(screen.columns()).isEqualTo(2);
    assertThat(screen.rows()).isEqualTo(1);
    assertThat(screen.kind()).isEqualTo(GuestScreen.Kind.PICTURE);
    assertThat(screen.glyph(0, 0)).isEqualTo(0x2580);
    assertThat(screen.foreground(0, 0)).isEqualTo(0xff0000);
    assertThat(screen.background(0, 0)).isEqualTo(0x0000ff);
    assertThat(screen.foreground(0, 1)).isEqualTo(0x00ff00);
  }

  @Test
  void aLargePictureKeepsItsShapeAndItsMeanColour() {
    Painter painter = new Painter(1024, 768, 0x204060);
    for (int y = 0; y < 768; y++) {
      for (int x = y % 2; x < 1024; x += 2) {
        painter.pixel(x, y, 0x406080);
      }
    }
    GuestScreen screen = HalfBlocks.draw(painter.raster(), 80, 24);
    assertThat(screen.columns()).isEqualTo(64); // 4:3 in 48 half rows
    assertThat(screen.rows()).isEqualTo(24);
    for (int row = 0; row < 24; row++) {
      for (int column = 0; column < 64; column++) {
        assertThat(screen.foreground(row, column)).isEqualTo(0x305070);
        assertThat(screen.background(row, column)).isEqualTo(0x305070);
      }
    }
  }

  @Test
  void anyPictureFitsAnyTerminal() {
    for (int width : new int[] {1, 7, 720, 4000}) {
      for (int height : new int[] {1, 5, 400, 3000}) {
        Raster raster = new Painter(width, height, 0x123456).raster();
        GuestScreen screen = HalfBlocks.draw(raster, 79, 23);
        assertThat(screen.columns()).isBetween(1, 79);
        assertThat(screen.rows()).isBetween(1, 23);
        assertThat(screen.background(screen.rows() - 1, screen.columns() - 1)).isEqualTo(0x123456);
      }
    }
  }
}
