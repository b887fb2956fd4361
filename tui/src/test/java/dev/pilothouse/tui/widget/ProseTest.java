package dev.pilothouse.tui.widget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.tui.frame.CellWidth;
import org.junit.jupiter.api.Test;

class ProseTest {
  @Test
  void breaksAtBlanksAndKeepsLineBreaks() {
    assertThat(Prose.wrap("one two three\nfour", 8)).containsExactly("one two", "three", "four");
  }

  @Test
  void breaksAWordThatIsLongerThanALine() {
    assertThat(Prose.wrap("/var/lib/libvirt", 6)).containsExactly("/var/l", "ib/lib", "virt");
  }

  @Test
  void goesOnBeneathTheFirstLetterOrTheTextAfterALabel() {
    assertThat(Prose.wrap("  one two", 6)).containsExactly("  one", "  two");
    assertThat(Prose.wrap("k  one two", 8)).containsExactly("k  one", "   two");
  }

  @Test
  void countsCellsAndShowsWhatHides() {
    assertThat(Prose.wrap("中文服务器", 4)).containsExactly("中文", "服务", "器");
    assertThat(Prose.wrap("a\u009bb", 20)).containsExactly("a\\x9Bb");
    assertThat(Prose.wrap(" 中文", 2)).containsExactly("", "中", "文");
    assertThat(Prose.from("中文服务器", 4)).isEqualTo("服务器");
  }

  @Test
  void losesNothingAtAnyWidth() {
    String text = "  Cannot access '/srv/中文.img':   no such file, whatever  one tries";
    for (int width = 1; width < 90; width++) {
      int cells = width;
      assertThat(String.join("", Prose.wrap(text, width)).replace(" ", ""))
          .isEqualTo(text.replace(" ", ""));
      assertThat(Prose.wrap(text, width))
          .allMatch(line -> CellWidth.of(line) <= Math.max(2, cells));
      assertThat(String.join("", Prose.cut(text, width))).isEqualTo(text);
    }
  }
}
