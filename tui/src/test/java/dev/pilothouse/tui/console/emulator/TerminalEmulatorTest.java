package dev.pilothouse.tui.console.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import java.awt.event.KeyEvent;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What guests print becomes cells, whatever it is. */
class TerminalEmulatorTest {
  private static final String ESC = "\u001b";

  private final StringBuilder answers = new StringBuilder();
  private final TerminalEmulator emulator = new TerminalEmulator(20, 5, answers::append, () -> {});

  @AfterEach
  void close() {
    emulator.close();
  }

  private void print(String text) throws Exception {
    emulator.print(text.getBytes(StandardCharsets.UTF_8));
    emulator.drain();
  }

  private String painted(int back) {
    Frame frame = new Frame(20, 5);
    emulator.paint(frame, frame.bounds(), back);
    return frame.annotatedText();
  }

  @Test
  void textColoursAndTheCursorAreShown() throws Exception {
    print("plain " + ESC + "[1;31mred" + ESC + "[0m\r\n" + ESC + "[48;2;1;2;3mrgb" + ESC + "[m 中x");
    assertThat(painted(0)).contains("plain red\nrgb 中x\n", "bold fg:1", "bg:#010203", "cursor 1 7");
  }

  @Test
  void tornSequencesAndCharactersAreWhole() throws Exception {
    byte[] all = ("é" + ESC + "[32mgreen").getBytes(StandardCharsets.UTF_8);
    for (byte one : all) {
      emulator.print(new byte[] {one});
    }
    emulator.drain();
    assertThat(painted(0)).contains("égreen", "fg:2");
  }

  @Test
  void whatScrolledOutIsKeptUpToABound() throws Exception {
    for (int i = 0; i < 3000; i++) {
      print("line " + i + "\r\n");
    }
    assertThat(emulator.history()).isEqualTo(TerminalEmulator.SCROLLBACK);
    assertThat(painted(0)).startsWith("line 2996\n");
    assertThat(painted(4)).startsWith("line 2992\n");
    assertThat(emulator.lines()).contains("line 1500").doesNotContain("line 5");
  }

  @Test
  void questionsAreAnsweredToTheGuest() throws Exception {
    print("ab" + ESC + "[6n");
    assertThat(answers).hasToString(ESC + "[1;3R");
  }

  @Test
  void keysFollowTheGuestsMode() throws Exception {
    assertThat(new String(emulator.key(KeyEvent.VK_UP), StandardCharsets.US_ASCII))
        .isEqualTo(ESC + "[A");
    print(ESC + "[?1h");
    assertThat(new String(emulator.key(KeyEvent.VK_UP), StandardCharsets.US_ASCII))
        .isEqualTo(ESC + "OA");
  }

  @Test
  void nothingOfTheGuestsReachesBeyondItsCells() throws Exception {
    print(ESC + "]0;owned\u0007" + ESC + "]52;c;cm0gLXJm\u0007" + ESC + "[8;500;500t\u202edrow");
    assertThat(emulator.columns()).isEqualTo(20);
    assertThat(painted(0)).doesNotContain("owned", "\u202e").contains("drow");
  }

  @Test
  void anotherSizeKeepsTheText() throws Exception {
    print("one two three");
    emulator.resize(40, 10);
    Frame frame = new Frame(40, 10);
    emulator.paint(frame, frame.bounds(), 0);
    assertThat(frame.text()).startsWith("one two three");
  }

  @Test
  @Timeout(60)
  void noBytesBringItDown() throws Exception {
    Random random = new Random(11);
    String[] starts = {"[", "]", "P", "#", "(", "[?", "[>", "_", "^", "c", "7", "8", "M", "D", "E"};
    String[] numbers = {"", "0", "1", "5", "999999999", "99999999999999999999", ";", "1;1", "-1"};
    for (int i = 0; i < 20_000; i++) {
      if (random.nextInt(3) == 0) {
        byte[] noise = new byte[random.nextInt(20)];
        random.nextBytes(noise);
        emulator.print(noise);
      } else {
        print(
            ESC
                + starts[random.nextInt(starts.length)]
                + numbers[random.nextInt(numbers.length)]
                + numbers[random.nextInt(numbers.length)]
                + (char) random.nextInt(0x20, 0x7F));
      }
      if (random.nextInt(500) == 0) {
        emulator.resize(random.nextInt(100), random.nextInt(50));
      }
    }
    print("\u0018\u001b\\\u001bc");
    emulator.resize(20, 5);
    print(ESC + "c" + ESC + "[2J" + ESC + "[Hstill here");
    Frame frame = new Frame(20, 5);
    emulator.paint(frame, new Rect(0, 0, 5, 20), 0);
    assertThat(frame.text()).contains("still here");
    assertThat(emulator.history()).isLessThanOrEqualTo(TerminalEmulator.SCROLLBACK);
  }
}
