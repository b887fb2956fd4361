package dev.pilothouse.tui.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.pilothouse.tui.terminal.Capabilities;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bytes to the terminal, 80x24, for a plain xterm (no REP). */
class EncoderBudgetTest {

  private static final Capabilities XTERM =
      Capabilities.of(Map.of("TERM", "xterm-256color", "LANG", "C.UTF-8"));

  private final SampleTable table = new SampleTable();
  private final Frame frame = new Frame(80, 24);
  private final AnsiEncoder encoder = new AnsiEncoder(XTERM);
  private final ReferenceTerminal terminal = new ReferenceTerminal(80, 24);
  private int firstScreen;

  @BeforeEach
  void setUp() {
    firstScreen = step();
  }

  private int step() {
    table.paint(frame);
    byte[] bytes = encoder.encode(frame);
    terminal.feed(bytes);
    assertThat(terminal.picture()).isEqualTo(Picture.of(frame));
    return bytes.length;
  }

  private static void budget(String what, int bytes, int most) {
    System.out.printf("encoder %-14s %5d bytes (at most %d)%n", what, bytes, most);
    assertThat(bytes).as(what).isLessThanOrEqualTo(most);
  }

  @Test
  void firstScreen() {
    budget("first screen", firstScreen, 2200);
  }

  @Test
  void unchanged() {
    assertThat(step()).isZero();
  }

  @Test
  void downWithTheMarker() {
    int worst = 0;
    for (int i = 0; i < 19; i++) {
      table.marker++;
      worst = Math.max(worst, step());
    }
    budget("down", worst, 24);
  }

  @Test
  void oneCell() {
    table.marker = 5;
    step();
    int digit = table.cpu[9].charAt(1) == '8' ? '7' : '8';
    table.cpu[9] = table.cpu[9].charAt(0) + Character.toString(digit) + table.cpu[9].substring(2);
    budget("one cell", step(), 22);
  }

  @Test
  void fiveCells() {
    for (int vm : new int[] {2, 5, 9, 13, 17}) {
      table.cpu[vm] = "42.1%";
    }
    step();
    for (int vm : new int[] {2, 5, 9, 13, 17}) {
      table.cpu[vm] = "42.7%";
    }
    budget("five cells", step(), 43);
  }

  @Test
  void pageDown() {
    int pages = 100;
    int sum = 0;
    for (int page = 0; page < pages; page++) {
      table.top += 20;
      table.marker += 20;
      sum += step();
    }
    // Pages differ by the states on them; Lanterna's own screen takes 1,182 for the same mean page.
    budget("page down", sum / pages, 815);
  }

  @Test
  void scrollAtTheEdge() {
    table.marker = 19;
    step();
    int worst = 0;
    for (int i = 0; i < 200; i++) {
      table.top++;
      table.marker++;
      worst = Math.max(worst, step());
    }
    for (int i = 0; i < 100; i++) {
      table.top--;
      table.marker--;
      worst = Math.max(worst, step());
    }
    budget("edge scroll", worst, 180);
  }

  @Test
  void paintingAnUnchangedFrameMakesNoGarbage() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int rounds = 2000;
    for (int i = 0; i < 2 * rounds; i++) {
      move(i);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < rounds; i++) {
      table.paint(frame);
      assertThat0(encoder.encode(frame).length == 0);
    }
    long unchanged = (threads.getCurrentThreadAllocatedBytes() - before) / rounds;
    before = threads.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    for (int i = 0; i < rounds; i++) {
      move(i);
    }
    long nanos = (System.nanoTime() - start) / rounds;
    long moved = (threads.getCurrentThreadAllocatedBytes() - before) / rounds;
    System.out.printf(
        "draw + diff + encode: %d B unchanged, %d B marker moved, %d ns%n",
        unchanged, moved, nanos);
    assertThat(unchanged).as("bytes allocated for an unchanged frame").isLessThanOrEqualTo(16);
    assertThat(moved).as("bytes allocated for a moved marker").isLessThanOrEqualTo(128);
  }

  private void move(int i) {
    table.marker = i % 20;
    table.paint(frame);
    encoder.encode(frame);
  }

  private static void assertThat0(boolean holds) {
    if (!holds) {
      throw new AssertionError("an unchanged frame sent bytes");
    }
  }
}
