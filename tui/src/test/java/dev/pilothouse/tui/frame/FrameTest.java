package dev.pilothouse.tui.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextColor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameTest {

  private final Frame frame = new Frame(10, 3);

  private String row(int n) {
    return frame.text().split("\n", -1)[n];
  }

  @Test
  void textIsClippedAtTheEdges() {
    frame.put(0, 7, "abcdef", Style.DEFAULT);
    frame.put(1, -2, "abcdef", Style.DEFAULT);
    frame.put(-1, 0, "x", Style.DEFAULT);
    frame.put(3, 0, "x", Style.DEFAULT);
    frame.put(2, 9, "日", Style.DEFAULT);
    assertThat(frame.text()).isEqualTo("       abc\ncdef\n\n");
    frame.put(2, -1, "日本", Style.DEFAULT);
    assertThat(row(2)).isEqualTo(" 本");
  }

  @Test
  void fieldsAreExactlyAsWideAsAsked() {
    frame.put(0, 0, "##########", Style.DEFAULT);
    assertThat(frame.put(0, 1, 5, "ab", Style.DEFAULT)).isEqualTo(2);
    assertThat(row(0)).isEqualTo("#ab   ####");
    assertThat(frame.put(0, 1, 5, "abcdefgh", Style.DEFAULT)).isEqualTo(5);
    assertThat(row(0)).isEqualTo("#abcd…####");
    assertThat(frame.put(0, 1, 4, "日本語", Style.DEFAULT)).isEqualTo(3);
    assertThat(row(0)).isEqualTo("#日… …####");
    assertThat(frame.putRight(0, 1, 5, "42", Style.DEFAULT)).isEqualTo(2);
    assertThat(row(0)).isEqualTo("#   42####");
    assertThat(frame.putRight(0, 1, 5, "1234567", Style.DEFAULT)).isEqualTo(5);
    assertThat(row(0)).isEqualTo("#1234…####");
    assertThat(frame.put(0, 1, 0, "x", Style.DEFAULT)).isZero();
    assertThat(frame.put(0, 1, 1, "xyz", Style.DEFAULT)).isEqualTo(1);
    assertThat(row(0)).isEqualTo("#…234…####");
  }

  @Test
  void halfAWideCharacterBecomesABlank() {
    frame.put(0, 0, "日本", Style.DEFAULT);
    frame.put(0, 1, "x", Style.DEFAULT);
    assertThat(row(0)).isEqualTo(" x本");
    frame.put(0, 2, "y", Style.DEFAULT);
    assertThat(row(0)).isEqualTo(" xy");
    frame.put(1, 0, "日本語", Style.DEFAULT);
    frame.put(1, 1, "語", Style.DEFAULT);
    assertThat(row(1)).isEqualTo(" 語 語");
  }

  @Test
  void marksJoinTheirBase() {
    frame.put(0, 0, "e\u0301日\u0301x", Style.DEFAULT);
    assertThat(row(0)).isEqualTo("e\u0301日\u0301x");
    frame.put(0, 0, 3, "e\u0301e\u0301", Style.DEFAULT);
    assertThat(row(0)).isEqualTo("e\u0301e\u0301 x");
    frame.put(1, 0, "\u1112\u1161\u11ab!", Style.DEFAULT); // one Korean syllable of three
    assertThat(row(1)).isEqualTo("\u1112\u1161\u11ab!");
    frame.put(2, 0, "🖥️a", Style.DEFAULT);
    assertThat(row(2)).isEqualTo("🖥a");
  }

  @Test
  void nothingInvisibleOrSteeringBecomesACell() {
    Frame wide = new Frame(200, 1);
    wide.put(0, 0, "\u009b2J\u001b[H\u202e\u200b\u2028\ud800\r\n\0", Style.DEFAULT);
    assertThat(wide.text())
        .isEqualTo("\\x9B2J\\x1B[H\\u{202E}\\u{200B}\\u{2028}\\u{D800}\\x0D\\x0A\\x00\n");
  }

  @Test
  void anythingPaintedAnywhereLeavesWholeCharacters() {
    Random random = new Random(11);
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(8); n > 0; n--) {
        text.appendCodePoint(
            switch (random.nextInt(5)) {
              case 0 -> 0x4E00 + random.nextInt(100);
              case 1 -> 0x300 + random.nextInt(20);
              case 2 -> random.nextInt(Character.MAX_CODE_POINT + 1);
              case 3 -> 0x1F600 + random.nextInt(40);
              default -> 'a' + random.nextInt(26);
            });
      }
      int row = random.nextInt(5) - 1;
      int column = random.nextInt(16) - 3;
      switch (random.nextInt(4)) {
        case 0 -> frame.put(row, column, text.toString(), Style.DEFAULT.bold());
        case 1 -> frame.put(row, column, random.nextInt(8), text.toString(), Style.DEFAULT);
        case 2 -> frame.putRight(row, column, random.nextInt(8), text.toString(), Style.DEFAULT);
        default ->
            frame.fill(new Rect(row, column, random.nextInt(2), random.nextInt(4)), Style.DEFAULT);
      }
      for (int r = 0; r < 3; r++) {
        int width = 0;
        for (int c = 0; c < 10; c++) {
          long glyph = frame.glyphs()[r * 10 + c];
          boolean continuation = glyph == Frame.CONTINUATION;
          assertThat(continuation).isEqualTo(width == 2);
          width = continuation ? 0 : CellWidth.of(Frame.base(glyph));
        }
        assertThat(width).isLessThan(2);
      }
    }
  }

  @Test
  void sizesAreClamped() {
    Frame small = new Frame(0, 0);
    assertThat(small.bounds()).isEqualTo(new Rect(0, 0, 1, 1));
    small.resize(65535, 65535);
    assertThat(small.bounds()).isEqualTo(new Rect(0, 0, 300, 500));
    small.cursor(1000, -5);
    assertThat(small.cursorRow()).isEqualTo(299);
    assertThat(small.cursorColumn()).isZero();
  }

  @Test
  void annotatedTextShowsStylesAndCursor() {
    frame.put(0, 0, "ab", Style.DEFAULT.bold().foreground(2));
    frame.put(1, 1, " ", Style.DEFAULT.backgroundRgb(0x102030).bold());
    frame.cursor(1, 2);
    assertThat(frame.annotatedText())
        .isEqualTo("ab\n\n\n--\naa\n b\n\n--\na bold fg:2\nb bg:#102030\ncursor 1 2\n");
  }

  @Test
  void restyleKeepsTheText() {
    frame.put(0, 0, "ab", Style.DEFAULT.foreground(2));
    frame.restyle(new Rect(0, 0, 1, 10), Style.DEFAULT.reverse());
    assertThat(frame.annotatedText())
        .startsWith("ab\n\n\n--\naabbbbbbbb\n")
        .contains("a reverse fg:2\nb reverse\n");
  }

  @Test
  void lanternasColoursAndAttributes() {
    assertThat(Style.DEFAULT.foreground(TextColor.ANSI.RED_BRIGHT))
        .isEqualTo(Style.DEFAULT.foreground(9));
    assertThat(Style.DEFAULT.background(TextColor.ANSI.BLACK))
        .isEqualTo(Style.DEFAULT.background(0));
    assertThat(Style.DEFAULT.foreground(TextColor.ANSI.DEFAULT)).isEqualTo(Style.DEFAULT);
    assertThat(Style.DEFAULT.foreground(new TextColor.Indexed(136)))
        .isEqualTo(Style.DEFAULT.foreground(136));
    assertThat(Style.DEFAULT.background(new TextColor.RGB(1, 2, 3)))
        .isEqualTo(Style.DEFAULT.backgroundRgb(0x010203));
    assertThat(Style.DEFAULT.with(List.of(SGR.BOLD, SGR.CROSSED_OUT, SGR.FRAKTUR)))
        .isEqualTo(Style.DEFAULT.bold().strikeout());
  }

  @Test
  void rectanglesNeverLeaveTheirParent() {
    Rect rect = new Rect(2, 3, 10, 20);
    assertThat(rect.top(3)).isEqualTo(new Rect(2, 3, 3, 20));
    assertThat(rect.below(3)).isEqualTo(new Rect(5, 3, 7, 20));
    assertThat(rect.lower(3)).isEqualTo(new Rect(9, 3, 3, 20));
    assertThat(rect.above(3)).isEqualTo(new Rect(2, 3, 7, 20));
    assertThat(rect.left(5)).isEqualTo(new Rect(2, 3, 10, 5));
    assertThat(rect.after(5)).isEqualTo(new Rect(2, 8, 10, 15));
    assertThat(rect.inset(1)).isEqualTo(new Rect(3, 4, 8, 18));
    assertThat(rect.centered(4, 10)).isEqualTo(new Rect(5, 8, 4, 10));
    assertThat(rect.below(99)).isEqualTo(new Rect(12, 3, 0, 20));
    assertThat(rect.left(-4).isEmpty()).isTrue();
    assertThat(rect.inset(7).isEmpty()).isTrue();
    assertThat(rect.line(10).isEmpty()).isTrue();
    assertThat(rect.line(9)).isEqualTo(new Rect(11, 3, 1, 20));
    assertThat(new Rect(0, 0, -1, -1)).isEqualTo(new Rect(0, 0, 0, 0));
  }
}
