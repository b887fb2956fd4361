package dev.pilothouse.tui.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.tui.terminal.Capabilities;
import dev.pilothouse.tui.terminal.Link;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FramePacerTest {

  /** A link that holds each write until told, as a full SSH window does. */
  private static final class HeldLink implements Link {
    final List<byte[]> writes = new ArrayList<>();
    final Deque<Runnable> pending = new ArrayDeque<>();

    @Override
    public void write(byte[] bytes, Runnable written) {
      assertThat(pending).as("a write while one is pending").isEmpty();
      writes.add(bytes);
      pending.add(written);
    }

    @Override
    public void close(int exitStatus) {}

    void finish() {
      pending.remove().run();
    }

    boolean lastAsks() {
      return new String(writes.getLast(), StandardCharsets.UTF_8).endsWith("\u001b[6n");
    }
  }

  private final HeldLink link = new HeldLink();
  private long now = TimeUnit.SECONDS.toNanos(7);
  private int woken;
  private int painted;
  private String text = "first";
  private final FramePacer pacer =
      new FramePacer(
          link,
          Capabilities.FULL,
          80,
          24,
          frame -> {
            painted++;
            frame.clear();
            frame.put(5, 3, text, Style.DEFAULT);
          },
          () -> now,
          () -> woken++);

  private void pass(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private void show(String newText) {
    text = newText;
    pacer.invalidate();
    pacer.flush();
  }

  @Test
  void oneWriteInFlightAndTheNewestStateNext() {
    pacer.flush();
    assertThat(link.writes).hasSize(1);
    for (int i = 0; i < 100; i++) {
      pass(20);
      show("state " + i);
    }
    assertThat(link.writes).hasSize(1);
    assertThat(painted).as("the view is asked only when a frame may be sent").isEqualTo(1);
    assertThat(pacer.deadline()).isEmpty();
    link.finish();
    assertThat(woken).isEqualTo(1);
    pacer.flush();
    assertThat(link.writes).hasSize(2);
    ReferenceTerminal terminal = new ReferenceTerminal(80, 24);
    for (byte[] write : link.writes) {
      terminal.feed(
          new String(write, StandardCharsets.UTF_8)
              .replace("\u001b[6n", "")
              .getBytes(StandardCharsets.UTF_8));
    }
    assertThat(terminal.picture()).contains("state 99");
  }

  @Test
  void nothingChangedNothingSent() {
    pacer.flush();
    link.finish();
    pass(100);
    assertThat(woken).isZero();
    show(text);
    assertThat(link.writes).hasSize(1);
  }

  @Test
  void framesAreNotFasterThanAScreen() {
    pacer.flush();
    link.finish();
    pass(5);
    show("next");
    assertThat(link.writes).hasSize(1);
    assertThat(pacer.deadline()).hasValue(now + TimeUnit.MILLISECONDS.toNanos(11));
    now = pacer.deadline().getAsLong();
    pacer.flush();
    assertThat(link.writes).hasSize(2);
  }

  @Test
  void aResizeAndARedrawPaintAnew() {
    pacer.flush();
    link.finish();
    pass(100);
    pacer.resize(0, 0);
    pacer.flush();
    assertThat(pacer.columns()).isEqualTo(1);
    link.finish();
    pass(100);
    pacer.resize(65535, 65535);
    pacer.flush();
    assertThat(pacer.columns()).isEqualTo(Frame.MAX_COLUMNS);
    assertThat(pacer.rows()).isEqualTo(Frame.MAX_ROWS);
    link.finish();
    pass(100);
    pacer.redraw();
    pacer.flush();
    assertThat(new String(link.writes.getLast(), StandardCharsets.UTF_8)).contains("\u001b[J");
    assertThat(link.writes).hasSize(4);
  }

  @Test
  void aFastLineIsAskedSeldomAndNeverWaitedFor() {
    pacer.flush();
    assertThat(link.lastAsks()).isTrue();
    link.finish();
    pass(30);
    pacer.acknowledged();
    int asked = 0;
    for (int i = 0; i < 100; i++) {
      pass(40);
      show("state " + i);
      assertThat(link.pending).as("sent at once").hasSize(1);
      if (link.lastAsks()) {
        asked++;
        pacer.acknowledged();
      }
      link.finish();
    }
    assertThat(asked).isLessThanOrEqualTo(1);
    assertThat(pacer.quality().slow()).isFalse();
    assertThat(pacer.quality().roundTrip()).isPositive();
  }

  /** 1,200 bytes a second behind buffers that take every write at once: the write tells nothing. */
  @Test
  void onASlowLineNoFrameQueuesBehindAnother() {
    Random random = new Random(5);
    long bytesPerSecond = 1200;
    long delay = TimeUnit.MILLISECONDS.toNanos(50);
    long lineFree = now;
    Deque<Long> answers = new ArrayDeque<>();
    long worstBacklog = 0;
    int seen = 0;
    long end = now + TimeUnit.SECONDS.toNanos(60);
    while (now < end) {
      pass(10);
      while (!answers.isEmpty() && answers.peek() <= now) {
        answers.remove();
        pacer.acknowledged();
      }
      StringBuilder page = new StringBuilder();
      for (int i = 0; i < 70; i++) {
        page.append((char) ('a' + random.nextInt(26)));
      }
      show(page.toString());
      for (; seen < link.writes.size(); seen++) {
        long drain = link.writes.get(seen).length * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
        lineFree = Math.max(lineFree, now) + drain;
        if (now > end / 2) {
          worstBacklog = Math.max(worstBacklog, lineFree - now - drain);
        }
        if (link.lastAsks()) {
          answers.add(lineFree + delay);
        }
        link.finish();
      }
    }
    assertThat(pacer.quality().slow()).isTrue();
    assertThat(TimeUnit.NANOSECONDS.toMillis(worstBacklog)).as("backlog ms").isLessThan(200);
    assertThat(link.writes.size()).as("and the line is used").isGreaterThan(300);
  }

  @Test
  void aTerminalThatNeverAnswersIsLeftAlone() {
    pacer.flush();
    link.finish();
    int asked = 1;
    for (int i = 0; i < 600; i++) {
      pass(100);
      show("state " + i);
      assertThat(link.pending).hasSize(1);
      asked += link.lastAsks() ? 1 : 0;
      link.finish();
    }
    assertThat(asked).isLessThanOrEqualTo(3);
  }
}
