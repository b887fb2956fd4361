package dev.pilothouse.tui.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.tui.terminal.Capabilities;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random and scripted frames through three terminals that are not the encoder: one picture. */
class ReplayTest {

  private static final Capabilities XTERM =
      Capabilities.of(Map.of("TERM", "xterm-direct", "LANG", "C.UTF-8"));

  @TempDir Path directory;

  @Test
  void referenceTerminalOverManySeedsAndCapabilities() {
    Capabilities[] kinds = {
      XTERM,
      Capabilities.FULL,
      Capabilities.of(Map.of("TERM", "vt100", "LANG", "C.UTF-8")),
      Capabilities.of(Map.of("TERM", "vt220", "LANG", "C.UTF-8")),
      Capabilities.of(Map.of("TERM", "ansi", "LANG", "C.UTF-8", "COLORTERM", "truecolor")),
    };
    for (long seed = 0; seed < 150; seed++) {
      Random random = new Random(seed);
      Capabilities kind = kinds[(int) (seed % kinds.length)];
      RandomFrames frames = new RandomFrames(seed, true);
      AnsiEncoder encoder = new AnsiEncoder(kind);
      Frame frame = new Frame(80, 24);
      ReferenceTerminal terminal = new ReferenceTerminal(80, 24);
      for (int i = 0; i < 40; i++) {
        if (random.nextInt(15) == 0) {
          frame.resize(1 + random.nextInt(120), 1 + random.nextInt(40));
          terminal = new ReferenceTerminal(frame.columns(), frame.rows());
          encoder.forget();
        }
        frames.change(frame);
        terminal.feed(encoder.encode(frame));
        assertThat(terminal.picture())
            .as("seed %d frame %d", seed, i)
            .isEqualTo(
                kind.colors() == Capabilities.Colors.NONE ? plain(frame) : Picture.of(frame));
        assertThat(terminal.cursorShown).isEqualTo(frame.cursorRow() >= 0);
        if (terminal.cursorShown) {
          assertThat(terminal.row()).isEqualTo(frame.cursorRow());
          assertThat(terminal.column()).isEqualTo(frame.cursorColumn());
        }
        assertThat(encoder.encode(frame)).as("unchanged").isEmpty();
      }
    }
  }

  private static String plain(Frame frame) {
    Frame plain = new Frame(frame.columns(), frame.rows());
    plain.copyFrom(frame);
    for (int i = 0; i < plain.styles().length; i++) {
      plain.styles()[i] &= Style.ATTRIBUTES;
    }
    return Picture.of(plain);
  }

  @Test
  void pyteShowsTheSamePicture() {
    try (PyteEmulator pyte = new PyteEmulator()) {
      random(pyte, 120);
      table(pyte);
    }
  }

  @Test
  void lanternasVirtualTerminalShowsTheSamePicture() {
    try (LanternaEmulator lanterna = new LanternaEmulator()) {
      random(lanterna, 120);
      table(lanterna);
    }
  }

  @Test
  void tmuxShowsTheSamePicture() throws Exception {
    try (TmuxEmulator tmux = new TmuxEmulator(directory, 80, 24)) {
      random(tmux, 120);
      table(tmux);
    }
  }

  private static void random(Emulator emulator, int count) {
    Random random = new Random(count);
    RandomFrames frames = new RandomFrames(42, emulator.allStyles());
    AnsiEncoder encoder = new AnsiEncoder(XTERM);
    Frame frame = new Frame(80, 24);
    emulator.resize(80, 24);
    for (int i = 0; i < count; i++) {
      if (i % 20 == 19) {
        frame.resize(2 + random.nextInt(130), 2 + random.nextInt(40));
        emulator.resize(frame.columns(), frame.rows());
        encoder.forget();
      }
      frames.change(frame);
      emulator.feed(encoder.encode(frame));
      same(emulator, frame, "frame " + i);
    }
  }

  private static void table(Emulator emulator) {
    SampleTable table = new SampleTable();
    AnsiEncoder encoder = new AnsiEncoder(XTERM);
    Frame frame = new Frame(80, 24);
    emulator.resize(80, 24);
    for (int i = 0; i < 60; i++) {
      if (i < 25) {
        table.marker++;
        table.top = Math.max(table.top, table.marker - 19);
      } else if (i < 30) {
        table.top += 20;
        table.marker += 20;
      } else {
        table.marker--;
        table.top = Math.min(table.top, table.marker);
      }
      table.paint(frame);
      emulator.feed(encoder.encode(frame));
      same(emulator, frame, "table step " + i);
    }
  }

  private static void same(Emulator emulator, Frame frame, String what) {
    String expected = Normalizer.normalize(Picture.of(frame), Normalizer.Form.NFC);
    await()
        .alias(what)
        .atMost(Duration.ofSeconds(20))
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(
            () ->
                assertThat(Normalizer.normalize(emulator.picture(), Normalizer.Form.NFC))
                    .as(what)
                    .isEqualTo(expected));
  }
}
