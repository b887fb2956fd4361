package dev.pilothouse.server.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void quotesAndBackslashesWorkAsInAShell() {
    assertThat(Words.split("  vm  show\tweb01 ")).containsExactly("vm", "show", "web01");
    assertThat(Words.split("a'b c'd \"e f\" '' \"\"")).containsExactly("ab cd", "e f", "", "");
    assertThat(Words.split("a\\ b \\'x 'it'\\''s'")).containsExactly("a b", "'x", "it's");
    assertThat(Words.split("\"a\\\"b \\$c \\d\"")).containsExactly("a\"b $c \\d");
    assertThat(Words.split("a\\\nb")).containsExactly("ab");
  }

  @Test
  void nothingElseOfAShellHappens() {
    assertThat(Words.split("$HOME `id` $(id) * ~ a|b ; > x #y"))
        .containsExactly("$HOME", "`id`", "$(id)", "*", "~", "a|b", ";", ">", "x", "#y");
    assertThat(Words.split("")).isEmpty();
  }

  @Test
  void whatIsUnfinishedIsAnError() {
    assertThatThrownBy(() -> Words.split("a 'b")).hasMessageContaining("not closed");
    assertThatThrownBy(() -> Words.split("a \"b")).hasMessageContaining("not closed");
    assertThatThrownBy(() -> Words.split("a \\")).hasMessageContaining("backslash");
  }
}
