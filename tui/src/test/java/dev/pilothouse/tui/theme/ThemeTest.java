package dev.pilothouse.tui.theme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.tui.frame.AnsiEncoder;
import dev.pilothouse.tui.frame.CellWidth;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Style;
import dev.pilothouse.tui.terminal.Capabilities;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThemeTest {

  private static Theme theme(String term, String... noColor) {
    return Theme.of(
        Capabilities.of(
            noColor.length == 0
                ? Map.of("TERM", term, "LANG", "C.UTF-8")
                : Map.of("TERM", term, "NO_COLOR", noColor[0])));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void noColorIsAttributesOnly(Role role) {
    assertThat(theme("xterm-256color", "1").style(role).toString()).doesNotContain("fg:", "bg:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xterm", "xterm-256color", "vt220"})
  void whatMattersIsToldApartInEveryTheme(String term) {
    Theme theme = theme(term);
    assertThat(theme.style(Role.STATE_CRASHED)).isNotEqualTo(theme.style(Role.STATE_RUNNING));
    assertThat(theme.style(Role.STALE)).isNotEqualTo(theme.style(Role.TEXT));
    assertThat(theme.style(Role.ERROR)).isNotEqualTo(theme.style(Role.OK));
    assertThat(theme.style(Role.BORDER_FOCUSED)).isNotEqualTo(theme.style(Role.BORDER));
    assertThat(theme.style(Role.BUTTON_FOCUSED)).isNotEqualTo(theme.style(Role.BUTTON));
    assertThat(theme.style(Role.DANGER)).isNotEqualTo(theme.style(Role.TEXT));
    assertThat(theme.style(Role.TEXT)).as("the user's own colours").isEqualTo(Style.DEFAULT);
  }

  @Test
  void glyphsAreOneCellEach() {
    for (Glyphs glyphs : new Glyphs[] {Glyphs.UNICODE, Glyphs.ASCII}) {
      String all =
          glyphs.bars() + glyphs.spinner() + glyphs.cursor() + glyphs.mark() + glyphs.check();
      assertThat(CellWidth.of(all)).isEqualTo(all.length());
    }
    assertThat(theme("vt220", "1").glyphs()).isEqualTo(Glyphs.ASCII);
    assertThat(theme("xterm").glyphs()).isEqualTo(Glyphs.UNICODE);
  }

  @Test
  void anAsciiTerminalGetsAsciiWhateverIsPainted() {
    Frame frame = new Frame(40, 3);
    frame.put(0, 0, "┌─┐│日本 é 🚀 … ● ▶", Style.DEFAULT.foregroundRgb(0x123456));
    byte[] bytes =
        new AnsiEncoder(Capabilities.of(Map.of("TERM", "xterm", "LC_ALL", "C"))).encode(frame);
    String sent = new String(bytes, StandardCharsets.ISO_8859_1);
    assertThat(sent.chars()).allMatch(c -> c < 0x7F);
    assertThat(sent).contains("+-+|???? ? ?? ~ * >");
  }
}
