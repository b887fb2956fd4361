package dev.pilothouse.tui.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.tui.terminal.Capabilities.Colors;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilitiesTest {

  private static Capabilities of(String... pairs) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      environment.put(pairs[i], pairs[i + 1]);
    }
    return Capabilities.of(environment);
  }

  @ParameterizedTest
  @CsvSource({
    "xterm, ANSI16",
    "xterm-256color, INDEXED256",
    "screen, ANSI16",
    "screen-256color, INDEXED256",
    "tmux-256color, INDEXED256",
    "rxvt-unicode-256color, INDEXED256",
    "putty-256color, INDEXED256",
    "linux, ANSI16",
    "foot, INDEXED256",
    "alacritty, INDEXED256",
    "xterm-kitty, INDEXED256",
    "xterm-direct, TRUECOLOR",
    "vt100, NONE",
    "vt220, NONE",
    "never-heard-of-it, ANSI16",
  })
  void coloursByName(String term, Colors colors) {
    assertThat(of("TERM", term).colors()).isEqualTo(colors);
  }

  @Test
  void theUsersWishWins() {
    assertThat(of("TERM", "xterm-256color", "NO_COLOR", "1").colors()).isEqualTo(Colors.NONE);
    assertThat(of("TERM", "xterm-256color", "NO_COLOR", "").colors()).isEqualTo(Colors.INDEXED256);
    assertThat(of("TERM", "xterm", "COLORTERM", "truecolor").colors()).isEqualTo(Colors.TRUECOLOR);
  }

  @Test
  void unicodeByTheLocaleAndElseByTheTerminal() {
    assertThat(of("TERM", "xterm", "LANG", "de_DE.UTF-8").unicode()).isTrue();
    assertThat(of("TERM", "xterm", "LANG", "en_US.utf8").unicode()).isTrue();
    assertThat(of("TERM", "xterm", "LANG", "en_US.UTF-8", "LC_ALL", "C").unicode()).isFalse();
    assertThat(of("TERM", "xterm", "LC_CTYPE", "C.UTF-8", "LANG", "C").unicode()).isTrue();
    assertThat(of("TERM", "xterm-256color").unicode()).isTrue();
    assertThat(of("TERM", "vt220").unicode()).isFalse();
    assertThat(of("TERM", "linux").unicode()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"xterm-256color", "screen.xterm-256color", "linux", "vt220", "putty", "rxvt"})
  void scrollRegionsEverywhereAndRepeatOnlyWhereKnown(String term) {
    assertThat(of("TERM", term).scrollRegion()).isTrue();
    assertThat(of("TERM", term).repeat()).isFalse();
    assertThat(of("TERM", "tmux-256color").repeat()).isTrue();
  }

  @Test
  void nothingIsExpectedOfAnUnknownTerminal() {
    Capabilities unknown = of("TERM", "adm3a");
    assertThat(unknown.scrollRegion()).isFalse();
    assertThat(unknown.eraseChars()).isFalse();
    assertThat(unknown.alternateScreen()).isFalse();
    assertThat(Capabilities.isUsable("dumb")).isFalse();
    assertThat(Capabilities.isUsable("")).isFalse();
    assertThat(Capabilities.isUsable("xterm")).isTrue();
  }

  @Test
  void leavingUndoesWhatEnteringDid() {
    Capabilities xterm = of("TERM", "xterm");
    assertThat(new String(TerminalModes.enter(xterm), US_ASCII))
        .isEqualTo("\u001b[?1049h\u001b[?1l\u001b>\u001b[?7l\u001b[?2004h\u001b[?25l");
    assertThat(new String(TerminalModes.leave(xterm, 24), US_ASCII))
        .isEqualTo(
            "\u0018\u001b[r\u001b[m\u001b[?2004l\u001b[?7h\u001b[?1l\u001b>\u001b[?25h\u001b[?1049l");
    assertThat(new String(TerminalModes.leave(of("TERM", "vt100"), 24), US_ASCII))
        .endsWith("\u001b[24;1H\u001b[K")
        .doesNotContain("2004");
  }
}
