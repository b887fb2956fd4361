package dev.pilothouse.agent.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.console.GuestScreen;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VgaTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"linux-text", "linux-text-scrolled", "linux-text-fixed"})
  void aRealGuestsMemorySaysAllThatItPrinted(String name) {
    Recognised seen = Recogniser.read(Shots.raster(name), null).orElseThrow();
    VgaText.Found found = read(Shots.memory(name), seen);
    assertThat(found.screen().lines()).isEqualTo(Shots.text(name));
    assertThat(found.screen().kind()).isEqualTo(GuestScreen.Kind.TEXT);
    assertThat(found.screen().confidence()).isEqualTo(100);
    assertThat(found.screen().cursorRow()).isEqualTo(seen.screen().cursorRow());
  }

  @Test
  void aFontOf512Characters() {
    // Its bold is the other half of the font; black "bold" on black is all that nobody can know.
    Recognised seen = Recogniser.read(Shots.raster("linux-text-512"), null).orElseThrow();
    GuestScreen screen = read(Shots.memory("linux-text-512"), seen).screen();
    assertThat(screen.lines()).isEqualTo(Shots.text("linux-text-512"));
  }

  @Test
  void theTextIsFoundWhereverItStandsInTheWindow() {
    Recognised seen = Recogniser.read(Shots.raster("linux-text-scrolled"), null).orElseThrow();
    VgaText.Found found = read(Shots.memory("linux-text-scrolled"), seen);
    assertThat(found.offset()).isPositive();
    assertThat(found.offset() % 160).isZero();
  }

  @Test
  void memoryOfAnotherScreenIsNotBelieved() {
    Recognised seen = Recogniser.read(Shots.raster("linux-text"), null).orElseThrow();
    assertThat(VgaText.read(Shots.memory("linux-text-scrolled"), seen.cells(), seen, 0)).isEmpty();
    assertThat(VgaText.read(new byte[VgaText.WINDOW], seen.cells(), seen, 0)).isEmpty();
    byte[] full = new byte[VgaText.WINDOW];
    Arrays.fill(full, (byte) 0xff);
    assertThat(VgaText.read(full, seen.cells(), seen, 0)).isEmpty();
  }

  @Test
  void aScreenWithOneCharacterIsProofEnough() {
    Painter painter = new Painter(640, 400, Painter.BLACK);
    painter.text(Fonts.ALL.getFirst(), 0, 16, "#", Painter.GREY, Painter.BLACK);
    Recognised seen = Recogniser.read(painter.raster(), null).orElseThrow();
    byte[] window = new byte[VgaText.WINDOW];
    assertThat(VgaText.read(window, seen.cells(), seen, 0)).isEmpty();
    Arrays.fill(window, (byte) 7); // grey on black, and a character that is not blank
    assertThat(VgaText.read(window, seen.cells(), seen, 0)).isEmpty();
    window[160] = '#';
    window[161] = 0;
    assertThat(VgaText.read(window, seen.cells(), seen, 0)).isEmpty();
    for (int i = 0; i < window.length; i += 2) {
      window[i] = (byte) (i == 160 ? '#' : ' ');
      window[i + 1] = 7;
    }
    assertThat(read(window, seen).screen().lines()).containsExactly("", "#");
  }

  @Test
  void coloursAreThePictures() {
    GuestScreen screen =
        read(
                Shots.memory("linux-text"),
                Recogniser.read(Shots.raster("linux-text"), null).orElseThrow())
            .screen();
    assertThat(screen.foreground(8, 1)).isEqualTo(0x00a800); // "colour 2"
    assertThat(screen.foreground(8, 10)).isEqualTo(0x57ff57); // bold
    assertThat(screen.background(8, 16)).isEqualTo(0x00a800);
    assertThat(screen.glyph(6, 1)).isEqualTo('c'); // black on black
    assertThat(screen.foreground(6, 1)).isEqualTo(screen.background(6, 1));
  }

  @Test
  void aFontThatNobodyKnowsIsNoHindrance() {
    String text = "The quick brown fox jumps over the lazy dog.";
    Random random = new Random(5);
    int[][] font = new int[128][16];
    for (int[] rows : font) {
      Arrays.setAll(rows, row -> row == 0 ? 0 : random.nextInt(256));
    }
    font[' '] = new int[16];
    Painter painter = new Painter(720, 400, Painter.BLACK);
    byte[] window = new byte[VgaText.WINDOW];
    for (int i = 0; i < window.length; i += 2) {
      window[i] = ' ';
      window[i + 1] = 7;
    }
    for (int i = 0; i < text.length(); i++) {
      painter.glyph(i * 9, 32, font[text.charAt(i)], 8, 9, Painter.GREY, Painter.BLACK);
      window[320 + 4000 + i * 2] = (byte) text.charAt(i);
    }
    Raster raster = painter.raster();
    assertThat(Recogniser.read(raster, null)).isEmpty();
    Cells cells = Cells.of(raster, TextModes.of(raster, null).getFirst(), null);
    VgaText.Found found = VgaText.read(window, cells, null, 0).orElseThrow();
    assertThat(found.offset()).isEqualTo(4000);
    assertThat(found.screen().text(2)).isEqualTo(text);
  }

  private static VgaText.Found read(byte[] memory, Recognised seen) {
    return VgaText.read(memory, seen.cells(), seen, 0).orElseThrow();
  }
}
