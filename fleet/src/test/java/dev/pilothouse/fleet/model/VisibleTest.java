package dev.pilothouse.fleet.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "web01",
        "-rf $(reboot) %s%n",
        "C:\\Windows",
        "müller-ß",
        "cafe\u0301",
        "日本語サーバー",
        "서버　一",
        "🖥️ desk 🚀",
        "हिन्दी",
        "Zażółć",
        "│─┼…●"
      })
  void ordinaryTextIsTheSameString(String text) {
    assertThat(Visible.of(text)).isSameAs(text);
    assertThat(Visible.line(text)).isSameAs(text);
  }

  @Test
  void whateverSteersOrHidesIsSpelledOut() {
    assertThat(Visible.of("a\u001b[2Jb")).isEqualTo("a\\x1B[2Jb");
    assertThat(Visible.of("\u009b2J\u009d\u007f\r\n\t\0"))
        .isEqualTo("\\x9B2J\\x9D\\x7F\\x0D\\x0A\\x09\\x00");
    assertThat(Visible.of("evil\u202Efdp.exe")).isEqualTo("evil\\u{202E}fdp.exe");
    assertThat(Visible.of("a\u200Bb\u2060\u00AD")).isEqualTo("a\\u{200B}b\\u{2060}\\xAD");
    assertThat(Visible.of("\u2028\u2029\u061C\u2069"))
        .isEqualTo("\\u{2028}\\u{2029}\\u{061C}\\u{2069}");
    assertThat(Visible.of("\uD800x\uDC00")).isEqualTo("\\u{D800}x\\u{DC00}");
    assertThat(Visible.of("\uE000\uFFFF" + Character.toString(0x10FFFF)))
        .isEqualTo("\\u{E000}\\u{FFFF}\\u{10FFFF}");
    assertThat(Visible.of("👨\u200D👩")).isEqualTo("👨\\u{200D}👩");
    assertThat(Visible.of(Character.toString(0xE0041))).isEqualTo("\\u{E0041}");
    assertThat(Visible.of("\u3164a\uFE0F")).isEqualTo("\\u{3164}a\\u{FE0F}");
  }

  @Test
  void marksNeedABaseAndStayFew() {
    assertThat(Visible.of("\u0301a")).isEqualTo("\\u{0301}a");
    assertThat(Visible.of("a\u0301\u0302\u0303")).isEqualTo("a\u0301\u0302\\u{0303}");
    assertThat(Visible.of("\u001b\u0301")).isEqualTo("\\x1B\\u{0301}");
  }

  @Test
  void aNameThatSpellsAnEscapeIsNotMistakenForOne() {
    assertThat(Visible.of("\\x1B")).isEqualTo("\\\\x1B");
    assertThat(Visible.of("\\\\x1B")).isEqualTo("\\\\\\\\x1B");
    assertThat(Visible.line(Visible.of("\\x1B\u001b"))).isEqualTo("\\\\x1B\\x1B");
  }

  @Test
  void differentNamesLookDifferent() {
    List<String> pieces = List.of("\\", "x", "1B", "u", "{", "202E", "}", "\u001b", "\u202e", "a");
    Random random = new Random(1);
    Map<String, String> seen = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder name = new StringBuilder();
      for (int n = random.nextInt(7); n > 0; n--) {
        name.append(pieces.get(random.nextInt(pieces.size())));
      }
      String before = seen.put(Visible.of(name.toString()), name.toString());
      assertThat(before == null || before.equals(name.toString()))
          .as("%s and %s", before, name)
          .isTrue();
    }
  }

  @Test
  void noCodePointSlipsThrough() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String shown = Visible.of("a" + Character.toString(c));
      assertThat(
              shown
                  .codePoints()
                  .noneMatch(
                      p ->
                          Character.isISOControl(p)
                              || Character.getType(p) == Character.FORMAT
                              || Character.getType(p) == Character.SURROGATE
                              || Character.getType(p) == Character.LINE_SEPARATOR
                              || Character.getType(p) == Character.PARAGRAPH_SEPARATOR))
          .as("U+%04X", c)
          .isTrue();
    }
  }
}
