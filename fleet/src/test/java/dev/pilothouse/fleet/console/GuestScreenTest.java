package dev.pilothouse.fleet.console;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.fleet.console.ConsoleNews.Shown;
import dev.pilothouse.fleet.console.keys.Chord;
import dev.pilothouse.fleet.wire.Messages;
import dev.pilothouse.fleet.wire.WireException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A guest's screen travels as the cells that changed. */
class GuestScreenTest {
  private static final Messages<ConsoleNews> NEWS = new Messages<>(ConsoleNews.class);
  private static final Messages<ConsoleWish> WISHES = new Messages<>(ConsoleWish.class);

  private static GuestScreen screen(String... lines) {
    int columns = 12;
    int[] glyphs = new int[columns * lines.length];
    int[] foregrounds = new int[glyphs.length];
    Arrays.fill(glyphs, ' ');
    Arrays.fill(foregrounds, 0xAAAAAA);
    for (int row = 0; row < lines.length; row++) {
      for (int i = 0; i < lines[row].length(); i++) {
        glyphs[row * columns + i] = lines[row].charAt(i);
      }
    }
    return new GuestScreen(
        columns,
        lines.length,
        GuestScreen.Kind.TEXT,
        100,
        0,
        lines[0].length(),
        glyphs,
        foregrounds,
        new int[glyphs.length]);
  }

  @Test
  void onlyWhatChangedTravels() {
    GuestScreen before = screen("login: ", "");
    GuestScreen after = screen("login: root", "");
    Shown news = requireNonNull(after.since(before));
    assertThat(news.whole()).isFalse();
    assertThat(news.runs()).singleElement().extracting(ConsoleNews.Run::text).isEqualTo("root");
    assertThat(GuestScreen.after(before, news).lines()).containsExactly("login: root");
    assertThat(after.since(after)).isNull();
  }

  @Test
  void anySequenceOfScreensArrivesAsItWas() throws IOException {
    Random random = new Random(7);
    GuestScreen shown = null;
    GuestScreen seen = null;
    for (int i = 0; i < 200; i++) {
      GuestScreen next = random(random);
      Shown news = next.since(shown);
      shown = next;
      if (news != null) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NEWS.write(out, news);
        seen =
            GuestScreen.after(
                seen,
                (Shown) requireNonNull(NEWS.read(new ByteArrayInputStream(out.toByteArray()))));
      }
      assertThat(next.since(seen)).isNull();
    }
  }

  private static GuestScreen random(Random random) {
    int columns = 3 + random.nextInt(2);
    int rows = 2 + random.nextInt(2);
    int[] glyphs = random.ints((long) columns * rows, 'a', 'd').toArray();
    int[] colours = random.ints((long) columns * rows, 0, 2).toArray();
    return new GuestScreen(
        columns,
        rows,
        random.nextBoolean() ? GuestScreen.Kind.TEXT : GuestScreen.Kind.RECOGNISED,
        random.nextInt(101),
        random.nextInt(rows + 1) - 1,
        0,
        glyphs,
        colours,
        colours);
  }

  @Test
  void newsFromElsewhereCannotPaintOutside() {
    Shown hostile =
        new Shown(
            4,
            2,
            GuestScreen.Kind.TEXT,
            100,
            9,
            9,
            true,
            List.of(
                new ConsoleNews.Run(5, 0, "below", 0, 0),
                new ConsoleNews.Run(0, -2, "left", 0, 0),
                new ConsoleNews.Run(-1, 0, "above", 0, 0)));
    GuestScreen screen = GuestScreen.after(null, hostile);
    assertThat(screen.lines()).containsExactly("ft");
    assertThat(screen.cursorRow()).isEqualTo(-1);
    Shown huge = new Shown(1 << 20, 1 << 20, GuestScreen.Kind.TEXT, 1, 0, 0, true, List.of());
    assertThatThrownBy(() -> GuestScreen.after(null, huge))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void wishesTravelWhole() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<ConsoleWish> wishes =
        List.of(
            new ConsoleWish.Strike(List.of(Chord.of(29, 56, 111))),
            new ConsoleWish.Fit(80, 22),
            new ConsoleWish.AskKeyboard(),
            new ConsoleWish.Answer(true),
            new ConsoleWish.TakeKeyboard("an outage"),
            new ConsoleWish.LeaveKeyboard(),
            new ConsoleWish.OpenAnyway());
    for (ConsoleWish wish : wishes) {
      WISHES.write(out, wish);
    }
    WISHES.write(out, new ConsoleWish.Type(new byte[] {0, 27, -1}));
    ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());
    for (ConsoleWish wish : wishes) {
      assertThat(WISHES.read(in)).isEqualTo(wish);
    }
    assertThat(WISHES.read(in))
        .isInstanceOfSatisfying(
            ConsoleWish.Type.class, type -> assertThat(type.bytes()).containsExactly(0, 27, -1));
    assertThat(WISHES.read(in)).isNull();
  }

  @Test
  void whatIsNoMessageIsRefused() {
    assertThatThrownBy(() -> WISHES.read(new ByteArrayInputStream(new byte[] {127, 0, 0, 0})))
        .isInstanceOf(WireException.class);
    assertThatThrownBy(() -> WISHES.read(new ByteArrayInputStream(new byte[] {0, 0, 0, 2, 1})))
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> WISHES.read(new ByteArrayInputStream(new byte[] {0, 0, 0, 1, 1})))
        .isInstanceOf(WireException.class);
    assertThatThrownBy(() -> Chord.of(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
