package dev.pilothouse.tui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WordsTest {

  @Test
  void splitsAsShDoesWithoutExpandingAnything() throws Exception {
    assertThat(Words.split("  vm  start web01 ")).containsExactly("vm", "start", "web01");
    assertThat(Words.split("a 'b c' \"d e\" f\\ g")).containsExactly("a", "b c", "d e", "f g");
    assertThat(Words.split("'' \"\"")).containsExactly("", "");
    assertThat(Words.split("a'b'\"c\"d")).containsExactly("abcd");
    assertThat(Words.split("\"a\\\"b\\\\c\\x9B\" '\\x9B'"))
        .containsExactly("a\"b\\c\\x9B", "\\x9B");
    assertThat(Words.split("$(reboot) `id` $HOME * ~"))
        .containsExactly("$(reboot)", "`id`", "$HOME", "*", "~");
    assertThat(Words.split("")).isEmpty();
    assertThat(Words.split("a\tb\nc")).containsExactly("a", "b", "c");
    assertThat(Words.split("a\\ b \\'x 'it'\\''s'")).containsExactly("a b", "'x", "it's");
    assertThat(Words.split("\"\\$c \\` \\d\" '\\$'")).containsExactly("$c ` \\d", "\\$");
    assertThat(Words.split("a\\\nb \\\n c \"d\\\ne\" '\\\n'"))
        .containsExactly("ab", "c", "de", "\\\n");
    assertThat(Words.split("* ~ a|b ; > x #y &"))
        .containsExactly("*", "~", "a|b", ";", ">", "x", "#y", "&");
  }

  @Test
  void saysWhatIsUnfinished() {
    assertThatThrownBy(() -> Words.split("a 'b")).hasMessage("the quote ' is not closed");
    assertThatThrownBy(() -> Words.split("a \"b")).hasMessage("the quote \" is not closed");
    assertThatThrownBy(() -> Words.split("a\\")).hasMessageContaining("backslash");
  }

  @Test
  void whatIsQuotedComesBackAsOneWord() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      StringBuilder word = new StringBuilder();
      for (int n = random.nextInt(6); n > 0; n--) {
        word.append("ab '\"\\$\u202e日;-".charAt(random.nextInt(11)));
      }
      assertThat(Words.split(Words.quote(word.toString()))).containsExactly(word.toString());
    }
    assertThat(Words.quote("web-01.example")).isEqualTo("web-01.example");
  }
}
