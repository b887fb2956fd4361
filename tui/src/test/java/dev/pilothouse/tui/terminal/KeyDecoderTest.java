package dev.pilothouse.tui.terminal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyDecoderTest {

  private static final InputEvent ESCAPE = new InputEvent.Key(new KeyStroke(KeyType.Escape));
  private static final InputEvent ENTER = new InputEvent.Key(new KeyStroke(KeyType.Enter));

  private final KeyDecoder decoder = new KeyDecoder();
  private final List<InputEvent> events = new ArrayList<>();
  private long now = TimeUnit.SECONDS.toNanos(100);

  /** Time passes, and the decoder is woken whenever it asked for it. */
  private void pass(long millis) {
    long end = now + TimeUnit.MILLISECONDS.toNanos(millis);
    while (decoder.deadline().isPresent() && decoder.deadline().getAsLong() <= end) {
      now = decoder.deadline().getAsLong();
      decoder.wake(now, events::add);
    }
    now = end;
  }

  private void send(byte... bytes) {
    decoder.feed(bytes, now, events::add);
  }

  private void send(String text) {
    send(text.getBytes(UTF_8));
  }

  private List<InputEvent> taken() {
    pass(5000);
    List<InputEvent> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  private List<InputEvent> decode(String text) {
    send(text);
    return taken();
  }

  private static InputEvent key(char c) {
    return new InputEvent.Key(new KeyStroke(c, false, false));
  }

  private static InputEvent ctrl(char c) {
    return new InputEvent.Key(new KeyStroke(c, true, false));
  }

  @Test
  void everyKnownSequenceIsItsKey() {
    KeySequences.all()
        .forEach(
            (sequence, stroke) ->
                assertThat(decode(sequence))
                    .as(name(sequence))
                    .containsExactly(new InputEvent.Key(stroke)));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 5, 60, 600})
  void everySequenceTornAtEveryByteIsItsKeyOrNothingButEscape(long gap) {
    KeySequences.all()
        .forEach(
            (sequence, stroke) -> {
              byte[] bytes = sequence.getBytes(UTF_8);
              for (int at = 1; at < bytes.length; at++) {
                send(Arrays.copyOf(bytes, at));
                pass(gap);
                send(Arrays.copyOfRange(bytes, at, bytes.length));
                check(sequence, stroke, gap, taken());
              }
              for (byte b : bytes) {
                send(b);
                pass(gap);
              }
              check(sequence, stroke, gap, taken());
            });
  }

  private static void check(String sequence, KeyStroke stroke, long gap, List<InputEvent> got) {
    if (gap > 150 && !got.equals(List.of(new InputEvent.Key(stroke)))) {
      // An ESC alone for so long was taken for the Escape key; what followed it must be swallowed.
      // Where two ESC mean Alt, the second may still make the key, without Alt.
      boolean linuxBackTab = sequence.equals("\u001b\t");
      assertThat(got)
          .as(name(sequence) + " torn for " + gap)
          .allMatch(
              e ->
                  e.equals(ESCAPE)
                      || (linuxBackTab && e.equals(tab()))
                      || (sequence.startsWith("\u001b\u001b")
                          && ((InputEvent.Key) e).stroke().getKeyType() == stroke.getKeyType()));
      assertThat(got).isNotEmpty();
    } else {
      assertThat(got)
          .as(name(sequence) + " torn for " + gap)
          .containsExactly(new InputEvent.Key(stroke));
    }
  }

  private static InputEvent tab() {
    return new InputEvent.Key(new KeyStroke(KeyType.Tab));
  }

  @Test
  void escapeAloneIsEscapeSoonAndOnlyThen() {
    send("\u001b");
    assertThat(events).isEmpty();
    pass(149);
    assertThat(events).isEmpty();
    pass(1);
    assertThat(events).containsExactly(ESCAPE);
    send("j");
    assertThat(taken()).containsExactly(ESCAPE, key('j'));
    assertThat(decode("\u001b\u001b")).containsExactly(ESCAPE, ESCAPE);
  }

  @Test
  void aTypedBracketOrLetterAfterEscapeIsNotLost() {
    for (char c : new char[] {'[', 'O', ']'}) {
      send("\u001b");
      pass(300);
      send(Character.toString(c));
      assertThat(taken()).containsExactly(ESCAPE, key(c));
    }
    send("\u001b");
    pass(300);
    send("]q");
    assertThat(taken()).containsExactly(ESCAPE, key(']'), key('q'));
    send("\u001b");
    pass(1000);
    send("O");
    assertThat(events).containsExactly(ESCAPE, key('O'));
  }

  @Test
  void enterInAllItsForms() {
    assertThat(decode("\r")).containsExactly(ENTER);
    assertThat(decode("\n")).containsExactly(ENTER);
    assertThat(decode("\r\n")).containsExactly(ENTER);
    assertThat(decode("\r\0")).containsExactly(ENTER);
    assertThat(decode("\r\r")).containsExactly(ENTER, ENTER);
    assertThat(decode("\rj")).containsExactly(ENTER, key('j'));
    send("\r");
    pass(600);
    send("\0j");
    assertThat(taken()).containsExactly(ENTER, key('j'));
    assertThat(decode("\u001b\r"))
        .containsExactly(new InputEvent.Key(new KeyStroke(KeyType.Enter, false, true)));
  }

  @Test
  void controlAndAltKeys() {
    assertThat(decode("\u0003\u000c\u001d\0"))
        .containsExactly(ctrl('c'), ctrl('l'), ctrl(']'), ctrl(' '));
    assertThat(decode("\u007f\b\t"))
        .extracting(e -> ((InputEvent.Key) e).stroke().getKeyType())
        .containsExactly(KeyType.Backspace, KeyType.Backspace, KeyType.Tab);
    assertThat(decode("\u001bx"))
        .containsExactly(new InputEvent.Key(new KeyStroke('x', false, true)));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 5, 600})
  void textInUtf8TornAnywhere(long gap) {
    for (byte b : "aé日ж".getBytes(UTF_8)) {
      send(b);
      pass(gap);
    }
    assertThat(taken()).containsExactly(key('a'), key('é'), key('日'), key('ж'));
    for (byte b : "🚀".getBytes(UTF_8)) {
      send(b);
      pass(gap);
    }
    assertThat(taken()).containsExactly(new InputEvent.Paste("🚀"));
  }

  @Test
  void brokenUtf8IsDroppedAndWhatFollowsIsKept() {
    send(
        new byte[] {
          (byte) 0xC3, 'a', (byte) 0xFF, 'b', (byte) 0xE0, (byte) 0x80, (byte) 0x80, 'c'
        });
    send(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80, 'd'});
    assertThat(taken()).containsExactly(key('a'), key('b'), key('c'), key('d'));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 5, 600})
  void pastesAreTextTornAnywhere(long gap) {
    String pasted = "rm -rf /\r\u001b[Aq\u0003日本\ttail";
    for (byte b : ("\u001b[200~" + pasted + "\u001b[201~x").getBytes(UTF_8)) {
      if (gap == 600 && events.isEmpty() && b == '[') {
        // The introducer's own ESC stood alone for too long only if the gap is there.
        gap = 5;
      }
      send(b);
      pass(b == 0x1B ? Math.min(gap, 100) : gap);
    }
    assertThat(taken()).containsExactly(new InputEvent.Paste("rm -rf /\n[Aq日本\ttail"), key('x'));
  }

  @Test
  void aPasteWhoseEndIsTornStaysText() {
    send("\u001b[200~abc\u001b");
    pass(600);
    send("[20");
    pass(600);
    send("1~q");
    assertThat(taken()).containsExactly(new InputEvent.Paste("abc"), key('q'));
  }

  @Test
  void aStalledPasteIsShownAndStaysAPasteUntilItsEndOrCtrlC() {
    send("\u001b[200~one ");
    pass(3000);
    assertThat(events).containsExactly(new InputEvent.Paste("one "));
    send("qqd\u001b[201~");
    assertThat(taken()).containsExactly(new InputEvent.Paste("one "), new InputEvent.Paste("qqd"));
    send("\u001b[200~lost end");
    pass(5000);
    send("\u0003j");
    assertThat(taken()).containsExactly(new InputEvent.Paste("lost end"), key('j'));
  }

  @Test
  void aPasteIsBounded() {
    send("\u001b[200~");
    byte[] block = "日".repeat(10_000).getBytes(UTF_8);
    for (int i = 0; i < 100; i++) {
      send(block);
    }
    send("\u001b[201~j");
    List<InputEvent> got = taken();
    assertThat(got).hasSize(2);
    assertThat(((InputEvent.Paste) got.getFirst()).text()).hasSize(KeyDecoder.MAX_PASTE);
    assertThat(got.getLast()).isEqualTo(key('j'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b[?1;2c", // DA1
        "\u001b[>41;354;0c", // DA2
        "\u001b[?62;4;22c",
        "\u001b[0n", // DSR
        "\u001b[?2026;2$y", // DECRPM
        "\u001b[8;24;80t", // window size
        "\u001b[<0;10;20M", // SGR mouse
        "\u001b[<0;10;20m",
        "\u001b[M #q", // X10 mouse
        "\u001b[32;10;20M", // urxvt mouse
        "\u001b[?1u", // kitty flags
        "\u001b[97;5:3u", // kitty release
        "\u001b[57441u", // kitty: left shift
        "\u001b[1;99A",
        "\u001b[999~",
        "\u001b[201~",
        "\u001b]11;rgb:0000/0000/0000\u001b\\",
        "\u001b]10;rgb:ffff/ffff/ffff\u0007",
        "\u001bP1$r0m\u001b\\",
        "\u001bP>|XTerm(379)\u001b\\",
        "\u001b_Gi=31;OK\u001b\\",
        "\u001b[E",
        "\u001b[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;24;25;26;27;28;29Q",
        "\u001b[[Z",
        "\u009d52;c;cXF1\u009c",
      })
  void whatIsNoKeyIsSwallowedWhole(String sequence) {
    assertThat(decode(sequence + "j")).as(name(sequence)).containsExactly(key('j'));
    byte[] bytes = sequence.getBytes(UTF_8);
    for (int at = 1; at < bytes.length; at++) {
      boolean loneEscape = bytes[at - 1] == 0x1B;
      send(Arrays.copyOf(bytes, at));
      pass(loneEscape ? 100 : 600);
      send(Arrays.copyOfRange(bytes, at, bytes.length));
      send("j");
      assertThat(taken()).as(name(sequence) + " torn at " + at).containsExactly(key('j'));
    }
  }

  @Test
  void sequencesThatNeverEndAreGivenUp() {
    for (String start :
        new String[] {"\u001b[", "\u001bO", "\u001b[1;5", "\u001b]11;", "\u001b[[", "\u001b[M "}) {
      send(start);
      pass(1100);
      send("j");
      assertThat(taken()).as(name(start)).containsExactly(key('j'));
    }
  }

  @Test
  void reportsAndFocus() {
    assertThat(decode("\u001b[24;80R")).containsExactly(new InputEvent.CursorReport(24, 80));
    assertThat(decode("\u001b[1;1R")).containsExactly(new InputEvent.CursorReport(1, 1));
    assertThat(decode("\u001b[I\u001b[O"))
        .containsExactly(new InputEvent.Focus(true), new InputEvent.Focus(false));
  }

  @Test
  void noiseNeverThrowsAndEndsInAStateThatDecodesAgain() {
    Random random = new Random(3);
    for (int round = 0; round < 20_000; round++) {
      byte[] noise = new byte[random.nextInt(24)];
      random.nextBytes(noise);
      for (int i = 0; i < noise.length; i++) {
        if (random.nextInt(4) == 0) {
          noise[i] = (byte) "\u001b[O]0;~MP".charAt(random.nextInt(9));
        }
      }
      send(noise);
      pass(random.nextInt(700));
    }
    pass(5000);
    send("\u001b[201~");
    pass(5000);
    events.clear();
    assertThat(decode("\u001b[B"))
        .containsExactly(new InputEvent.Key(new KeyStroke(KeyType.ArrowDown)));
  }

  @Test
  void eightBitControlsAsSingleBytes() {
    send("\u009bB".getBytes(ISO_8859_1));
    send("\u008fP".getBytes(ISO_8859_1));
    assertThat(taken())
        .containsExactly(
            new InputEvent.Key(new KeyStroke(KeyType.ArrowDown)),
            new InputEvent.Key(new KeyStroke(KeyType.F1)));
  }

  private static String name(String sequence) {
    return sequence.replace("\u001b", "ESC ");
  }
}
