package dev.pilothouse.agent.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.console.GuestScreen;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecogniserTest {

  private static final int INK = 0xaaaaaa;
  private static final int GROUND = 0x000000;

  static Stream<String> fonts() {
    return Fonts.ALL.stream().map(GlyphTable::name);
  }

  private static GlyphTable font(String name) {
    return Fonts.ALL.stream().filter(font -> font.name().equals(name)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("fonts")
  void everyGlyphOfEveryFontInManyColours(String name) {
    GlyphTable font = font(name);
    Random random = new Random(1);
    int columns = 80;
    int rows = font.glyphs().size() / columns + 1;
    Painter painter = new Painter(columns * font.width(), rows * font.height(), GROUND);
    for (int i = 0; i < font.glyphs().size(); i++) {
      int ink = random.nextInt(1, 1 << 24);
      int left = i % columns * font.width();
      int top = i / columns * font.height();
      painter.glyph(
          left, top, font.glyphs().get(i).rows(), font.width(), font.width(), ink, GROUND);
    }
    Grid grid = Grid.filling(painter.raster(), 0, 0, font.width(), font.width(), font.height());
    Recognised read = new CellReading(Cells.of(painter.raster(), grid, null), font).result();
    assertThat(read.known()).isEqualTo(read.shown());
    for (int i = 0; i < font.glyphs().size(); i++) {
      int codePoint = font.glyphs().get(i).codePoint();
      if (read.codePoint(i) != codePoint) {
        // The same picture the other way round, such as a lower half block and an upper one.
        assertThat(blank(font, codePoint) || twin(font, codePoint, read.codePoint(i)))
            .as("%x read as %x", codePoint, read.codePoint(i))
            .isTrue();
      }
    }
  }

  private static boolean blank(GlyphTable font, int codePoint) {
    int[] rows = Painter.rows(font, codePoint);
    return Arrays.stream(rows).distinct().count() == 1
        && (rows[0] == 0 || rows[0] == (1 << font.width()) - 1);
  }

  private static boolean twin(GlyphTable font, int one, int other) {
    int full = (1 << font.width()) - 1;
    int[] inverse = Arrays.stream(Painter.rows(font, one)).map(row -> ~row & full).toArray();
    return Arrays.equals(inverse, Painter.rows(font, other));
  }

  @ParameterizedTest
  @MethodSource("fonts")
  void aGlyphWithWrongPixelsIsNotTakenForAnother(String name) {
    GlyphTable font = font(name);
    Random random = new Random(2);
    Set<List<Integer>> bitmaps = new HashSet<>();
    int full = (1 << font.width()) - 1;
    for (Glyph glyph : font.glyphs()) {
      bitmaps.add(Arrays.stream(glyph.rows()).boxed().toList());
      bitmaps.add(Arrays.stream(glyph.rows()).map(row -> ~row & full).boxed().toList());
    }
    int unknown = 0;
    for (Glyph glyph : font.glyphs()) {
      for (int flips = 1; flips <= 3; flips++) {
        int[] rows = glyph.rows().clone();
        for (int i = 0; i < flips; i++) {
          rows[random.nextInt(rows.length)] ^= 1 << random.nextInt(font.width());
        }
        if (bitmaps.contains(Arrays.stream(rows).boxed().toList())) {
          continue; // flipped back, or exactly another glyph: then it is that one
        }
        int read = single(font, rows);
        if (read == GuestScreen.UNKNOWN) {
          unknown++;
        } else {
          // All that may explain it is a cursor over the very rows that differ.
          assertThat(read).as("%x", glyph.codePoint()).isIn(' ', glyph.codePoint());
        }
      }
    }
    assertThat(unknown).isGreaterThan(font.glyphs().size() * 2);
  }

  private static int single(GlyphTable font, int[] rows) {
    Painter painter = new Painter(font.width(), font.height(), GROUND);
    painter.glyph(0, 0, rows, font.width(), font.width(), INK, GROUND);
    Grid grid = new Grid(0, 0, font.width(), font.width(), font.height(), 1, 1);
    return new CellReading(Cells.of(painter.raster(), grid, null), font).result().codePoint(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void aConsoleThatStandsAnywhere(int shift) {
    for (GlyphTable font : List.of(font("unifont-8x16"), font("laff-8x19"))) {
      Painter painter = new Painter(800, 600, 0x002244);
      List<String> lines =
          List.of("GNU GRUB  version 2.06", "", "Press enter to boot", "the selected OS");
      for (int i = 0; i < lines.size(); i++) {
        painter.text(
            font, 16 + shift, 40 + shift * 2 + i * font.height(), lines.get(i), INK, 0x002244);
      }
      Recognised read = Recogniser.read(painter.raster(), null).orElseThrow();
      assertThat(read.grid().height()).isEqualTo(font.height());
      assertThat(read.known()).isEqualTo(read.shown());
      assertThat(read.screen().lines().stream().map(String::strip).toList()).containsAll(lines);
    }
  }

  @Test
  void aPromptAloneIsText() {
    Painter painter = new Painter(1024, 768, GROUND);
    painter.text(font("linux-8x16"), 0, 16, "#", INK, GROUND).box(16, 30, 8, 2, INK);
    Recognised read = Recogniser.read(painter.raster(), null).orElseThrow();
    assertThat(read.screen().lines()).containsExactly("", "#");
    assertThat(read.screen().cursorRow()).isEqualTo(1);
    assertThat(read.screen().cursorColumn()).isEqualTo(2);
  }

  @Test
  void noiseAndDrawingsAreNoText() {
    Random random = new Random(3);
    Painter grey = new Painter(640, 480, GROUND);
    Painter bits = new Painter(640, 480, GROUND);
    Painter text = new Painter(720, 400, GROUND);
    for (int y = 0; y < 400; y++) {
      for (int x = 0; x < 640; x++) {
        grey.pixel(x, y, random.nextInt(1 << 24));
        bits.pixel(x, y, random.nextBoolean() ? INK : GROUND);
        text.pixel(x, y, random.nextBoolean() ? INK : GROUND);
      }
    }
    Painter windows = new Painter(1024, 768, 0x336699);
    for (int i = 0; i < 30; i++) {
      windows.box(
          random.nextInt(800), random.nextInt(500), 150 + i, 90 + i, random.nextInt(1 << 24));
    }
    for (Painter painter : List.of(grey, bits, text, windows)) {
      assertThat(Recogniser.read(painter.raster(), null)).isEmpty();
    }
  }

  @Test
  void aForeignCellIsUnknownAmongText() {
    GlyphTable font = font("linux-8x16");
    Painter painter = new Painter(640, 480, GROUND);
    painter.text(font, 0, 0, "login: abcdef", INK, GROUND);
    int[] rows = Painter.rows(font, 'c');
    int row = IntStream.range(0, 16).filter(r -> rows[r] != 0).findFirst().orElseThrow();
    int column = Integer.numberOfLeadingZeros(rows[row]) - 24;
    painter.pixel(9 * 8 + column, row, 0xff0000); // one pixel of the c's ink in another colour
    painter.pixel(10 * 8 + 3, 0, INK); // a pixel that no d has
    GuestScreen screen = Recogniser.read(painter.raster(), null).orElseThrow().screen();
    assertThat(screen.text(0)).isEqualTo("login: ab\ufffd\ufffdef");
    assertThat(screen.confidence()).isLessThan(100);
  }

  @Test
  void onlyWhatChangedIsLookedAtAgain() {
    GlyphTable font = font("linux-8x16");
    Painter painter = new Painter(1280, 800, GROUND);
    painter.text(font, 0, 0, "login: root", INK, GROUND);
    Recognised first = Recogniser.read(painter.raster(), null).orElseThrow();
    painter.text(font, 0, 16, "Password:", 0xffffff, GROUND);
    Recognised second = Recogniser.read(painter.raster(), first).orElseThrow();
    assertThat(second.screen().lines()).containsExactly("login: root", "Password:");
    painter.text(font, 0, 0, "            ", INK, GROUND);
    Recognised third = Recogniser.read(painter.raster(), second).orElseThrow();
    assertThat(third.screen().lines()).containsExactly("", "Password:");
    assertThat(third.screen().since(Recogniser.read(painter.raster(), null).orElseThrow().screen()))
        .isNull();
  }

  @Test
  void whatIsDrawnBesideTheGridIsNotMissed() {
    GlyphTable font = font("laff-8x19");
    Painter painter = new Painter(1280, 800, GROUND);
    painter.text(font, 320, 162, "Boot Manager", INK, GROUND);
    Recognised first = Recogniser.read(painter.raster(), null).orElseThrow();
    assertThat(first.screen().columns()).isEqualTo(80); // UEFI's mode of 80 x 25, in the middle
    painter.text(font, 240, 162, "outside", INK, GROUND);
    Recognised second = Recogniser.read(painter.raster(), first).orElseThrow();
    assertThat(second.screen().lines().toString()).contains("outside   Boot Manager");
  }

  @Test
  void aFewBoxesAreNoText() {
    GlyphTable font = font("linux-8x16");
    String box = "\u250c\u2500\u2500\u2500\u2500\u2510";
    Painter painter = new Painter(640, 480, GROUND).text(font, 80, 80, box, INK, GROUND);
    assertThat(Recogniser.read(painter.raster(), null).map(Recognised::known)).hasValue(6);
    painter.pixel(300, 300, INK);
    assertThat(Recogniser.read(painter.raster(), null)).isEmpty();
    painter.text(font, 80, 96, "Yes No", INK, GROUND);
    assertThat(Recogniser.read(painter.raster(), null).map(Recognised::known)).hasValue(11);
  }

  @Test
  void ofTwoThatAreEachOthersInverseTheOneOnTheGround() {
    String text = "abc \u2584\u2580 \u2584 \u2580";
    Painter painter = new Painter(640, 480, GROUND);
    painter.text(font("linux-8x16"), 80, 80, text, INK, GROUND);
    GuestScreen screen = Recogniser.read(painter.raster(), null).orElseThrow().screen();
    assertThat(screen.text(5)).isEqualTo(" ".repeat(10) + text);
    assertThat(screen.foreground(5, 15)).isEqualTo(INK);
  }

  @Test
  void anotherFontIsNoticed() {
    Painter before = new Painter(640, 400, GROUND);
    before.text(font("linux-8x16"), 0, 0, "Setting font ...", INK, GROUND);
    Recognised first = Recogniser.read(before.raster(), null).orElseThrow();
    Painter after = new Painter(640, 400, GROUND);
    after.text(font("ter-8x16"), 0, 0, "Setting font ...", INK, GROUND);
    Recognised second = Recogniser.read(after.raster(), first).orElseThrow();
    assertThat(second.font().name()).isEqualTo("ter-8x16");
    assertThat(second.confidence()).isEqualTo(1);
  }

  @Test
  void wideDoubleLinesOfTextMode() {
    GlyphTable font = font("vga-8x16");
    Painter painter = new Painter(720, 400, GROUND);
    String text = "BIOS Setup \u2550\u2550\u2557";
    for (int i = 0; i < text.length(); i++) {
      int[] rows = Painter.rows(font, text.charAt(i));
      painter.glyph(i * 9, 0, rows, 8, 9, INK, GROUND);
      if (text.charAt(i) >= 0x2500) {
        for (int y = 0; y < 16; y++) {
          painter.pixel(i * 9 + 8, y, (rows[y] & 1) == 1 ? INK : GROUND);
        }
      }
    }
    painter.pixel(8, 3, INK); // no ninth column that VGA would draw, beside the B
    GuestScreen screen = Recogniser.read(painter.raster(), null).orElseThrow().screen();
    assertThat(screen.text(0)).isEqualTo("\ufffd" + text.substring(1));
  }
}
