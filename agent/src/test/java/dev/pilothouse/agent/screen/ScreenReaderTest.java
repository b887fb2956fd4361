package dev.pilothouse.agent.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.agent.hypervisor.Consoles;
import dev.pilothouse.fleet.console.GuestScreen;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ScreenReaderTest {

  private static final UUID VM = new UUID(1, 2);

  private final Guest guest = new Guest();
  private final ScreenReader reader = new ScreenReader(guest);

  /** A guest whose screen is what a test says; the last one stays. */
  private static final class Guest implements Consoles {
    private final Deque<byte[]> screenshots = new ArrayDeque<>();
    private byte[] memory = {};
    private boolean deaf;
    private int peeks;

    @Override
    public byte[] screenshot(UUID vm) {
      byte[] next = screenshots.size() > 1 ? screenshots.removeFirst() : screenshots.getFirst();
      return next.clone();
    }

    @Override
    public byte[] peek(UUID vm, long address, int bytes) {
      assertThat(address).isEqualTo(0xb8000);
      assertThat(bytes).isEqualTo(32 * 1024);
      peeks++;
      if (deaf) {
        throw new OperationException(ErrorCode.UNSUPPORTED, "no peeking");
      }
      return Arrays.copyOf(memory, bytes);
    }

    @Override
    public SerialConsole open(UUID vm, boolean force, Ear ear) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void press(UUID vm, List<Integer> codes, Duration hold) {
      throw new UnsupportedOperationException();
    }

    void shows(byte[] picture) {
      screenshots.clear();
      screenshots.add(picture);
    }
  }

  private GuestScreen read() {
    return reader.read(VM, 80, 24);
  }

  @Test
  void aTextModeComesFromMemory() {
    guest.shows(Shots.png("linux-text"));
    guest.memory = Shots.memory("linux-text");
    GuestScreen screen = read();
    assertThat(screen.kind()).isEqualTo(GuestScreen.Kind.TEXT);
    assertThat(screen.lines()).isEqualTo(Shots.text("linux-text"));
    assertThat(read()).isSameAs(screen);
    assertThat(guest.peeks).isEqualTo(1);
  }

  @Test
  void aGuestThatScrollsBetweenPictureAndMemoryIsReadAgain() {
    guest.shows(Shots.png("linux-text"));
    guest.screenshots.add(Shots.png("linux-text-scrolled"));
    guest.memory = Shots.memory("linux-text-scrolled");
    GuestScreen screen = read();
    assertThat(screen.kind()).isEqualTo(GuestScreen.Kind.TEXT);
    assertThat(screen.lines()).isEqualTo(Shots.text("linux-text-scrolled"));
    assertThat(guest.peeks).isEqualTo(2);
  }

  @Test
  void withoutMemoryTheTextIsRecognised() {
    guest.shows(Shots.png("linux-text-scrolled"));
    guest.deaf = true;
    assertThat(read().kind()).isEqualTo(GuestScreen.Kind.RECOGNISED);
    assertThat(read().lines()).isEqualTo(Shots.text("linux-text-scrolled"));
    guest.deaf = false; // memory that says something else
    guest.shows(Shots.png("linux-text"));
    assertThat(read().kind()).isEqualTo(GuestScreen.Kind.RECOGNISED);
    assertThat(guest.peeks).isEqualTo(1 + 3);
  }

  @Test
  void aFramebuffersMemoryIsNotAsked() {
    guest.shows(Shots.png("framebuffer-terminus"));
    assertThat(read().kind()).isEqualTo(GuestScreen.Kind.RECOGNISED);
    assertThat(read().columns()).isEqualTo(160);
    assertThat(guest.peeks).isZero();
  }

  @Test
  void aBlinkingCursorChangesNothing() {
    GlyphTable font = Fonts.ALL.getFirst();
    Painter painter = new Painter(1024, 768, 0).text(font, 0, 0, "login:", 0xaaaaaa, 0);
    byte[] off = ppm(painter.raster());
    byte[] on = ppm(painter.box(7 * 8, 14, 8, 2, 0xaaaaaa).raster());
    guest.shows(on);
    GuestScreen first = read();
    assertThat(first.cursorColumn()).isEqualTo(7);
    guest.shows(off);
    assertThat(read()).isSameAs(first);
    guest.shows(on);
    assertThat(read().since(first)).isNull();
    guest.shows(ppm(painter.text(font, 7 * 8, 0, "root", 0xaaaaaa, 0).raster()));
    assertThat(read().cursorRow()).isEqualTo(-1);
    assertThat(read().text(0)).isEqualTo("login: root");
  }

  @Test
  void aCursorOnABlankScreenChangesNothingEither() {
    GlyphTable font = Fonts.ALL.getFirst();
    guest.shows(ppm(new Painter(1024, 768, 0).text(font, 0, 0, "login:", 0xaaaaaa, 0).raster()));
    assertThat(read().text(0)).isEqualTo("login:");
    guest.shows(ppm(new Painter(1024, 768, 0).box(0, 14, 8, 2, 0xaaaaaa).raster()));
    GuestScreen cleared = read();
    assertThat(cleared.lines()).isEmpty();
    assertThat(cleared.cursorRow()).isZero();
    guest.shows(ppm(new Painter(1024, 768, 0).raster()));
    assertThat(read()).isSameAs(cleared);
  }

  @Test
  void whatIsNoTextIsAPictureOfTheSizeThatIsAskedFor() {
    Painter painter = new Painter(800, 600, 0x224466).box(100, 100, 301, 203, 0xff8800);
    for (int i = 0; i < 300; i++) {
      painter.pixel(100 + i, 100 + i / 2, i * 1000);
    }
    guest.shows(ppm(painter.raster()));
    GuestScreen small = reader.read(VM, 40, 10);
    assertThat(small.kind()).isEqualTo(GuestScreen.Kind.PICTURE);
    assertThat(small.rows()).isEqualTo(10);
    assertThat(reader.read(VM, 40, 10)).isSameAs(small);
    assertThat(reader.read(VM, 80, 24).rows()).isEqualTo(24);
  }

  @Test
  void aBrokenPictureIsSaid() {
    guest.shows("no picture".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(this::read)
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("cannot be read");
    guest.shows(Shots.png("grub-text"));
    reader.forget(VM);
    assertThat(read().lines()).isEqualTo(Shots.text("grub-text"));
  }

  private static byte[] ppm(Raster raster) {
    byte[] header =
        "P6 %d %d 255\n"
            .formatted(raster.width(), raster.height())
            .getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(header, header.length + 3 * raster.rgb().length);
    int at = header.length;
    for (int pixel : raster.rgb()) {
      all[at++] = (byte) (pixel >> 16);
      all[at++] = (byte) (pixel >> 8);
      all[at++] = (byte) pixel;
    }
    return all;
  }
}
