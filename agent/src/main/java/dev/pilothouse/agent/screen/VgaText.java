package dev.pilothouse.agent.screen;

import dev.pilothouse.fleet.console.GuestScreen;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads VGA's text mode from the guest's memory: two bytes a cell, the character and its colours
 * (0-3 foreground, 4-7 background), from a start that the guest moves about in the window when it
 * scrolls. The picture proves where it starts: at the right place each byte looks the same wherever
 * it stands. For that no font has to be known.
 */
final class VgaText {

  /** The window's physical address. */
  static final long ADDRESS = 0xb8000;

  /** The window's size in bytes. */
  static final int WINDOW = 32 * 1024;

  /** What of the cells that are not blank may differ: the guest went on between the two looks. */
  private static final double MAY_DIFFER = 0.02;

  private static final String CODE_PAGE = new String(allBytes(), Charset.forName("IBM437"));

  private static final int FULL_BLOCK = 0x2588;

  private static final int[] VGA_COLOURS = {
    0x000000, 0x0000aa, 0x00aa00, 0x00aaaa, 0xaa0000, 0xaa00aa, 0xaa5500, 0xaaaaaa,
    0x555555, 0x5555ff, 0x55ff55, 0x55ffff, 0xff5555, 0xff55ff, 0xffff55, 0xffffff
  };

  private final byte[] window;
  private final Cells cells;
  private final @Nullable Recognised recognised;
  private final int count;

  private VgaText(byte[] window, Cells cells, @Nullable Recognised recognised) {
    this.window = window;
    this.cells = cells;
    this.recognised = recognised;
    this.count = cells.grid().cells();
  }

  /**
   * A text that memory and picture agree on.
   *
   * @param offset where it begins in the window: the next one probably does too
   */
  record Found(GuestScreen screen, int offset) {}

  /**
   * @param window what the guest has at {@link #ADDRESS}
   * @param cells of the picture
   * @param recognised what they say, if their font is known
   * @param hint the offset of an earlier picture
   * @return nothing if the memory says something else than the picture
   */
  static Optional<Found> read(
      byte[] window, Cells cells, @Nullable Recognised recognised, int hint) {
    VgaText text = new VgaText(window, cells, recognised);
    return text.offset(hint).stream()
        .mapToObj(offset -> new Found(text.screen(offset), offset))
        .findFirst();
  }

  private OptionalInt offset(int hint) {
    int[] order =
        IntStream.concat(
                IntStream.range(0, count).filter(cell -> !cells.blank(cell)),
                IntStream.range(0, count).filter(cells::blank))
            .filter(cell -> recognised == null || cell != recognised.cursor())
            .toArray();
    int shown = (int) IntStream.range(0, count).filter(cell -> !cells.blank(cell)).count();
    // Of a font that is not known the cursor is not known either.
    int most = recognised == null && shown >= 10 ? 1 : 0;
    Agreement agreement = new Agreement(order, Math.max(most, (int) (shown * MAY_DIFFER)));
    int last = window.length - 2 * count;
    return IntStream.concat(
            IntStream.of(hint, 0), IntStream.rangeClosed(0, last / 2).map(i -> i * 2))
        .filter(offset -> offset >= 0 && offset <= last && agreement.at(offset))
        .findFirst();
  }

  private int character(int offset, int cell) {
    return window[offset + 2 * cell] & 0xff;
  }

  private int colours(int offset, int cell) {
    return window[offset + 2 * cell + 1] & 0xff;
  }

  /** Which glyph: bit 3 of the colours chooses the second half of a font of 512 characters. */
  private int glyph(int offset, int cell) {
    return character(offset, cell) | (colours(offset, cell) & 8) << 5;
  }

  private boolean hidden(int offset, int cell) {
    return (colours(offset, cell) & 15) == colours(offset, cell) >> 4;
  }

  /** Tries offsets. */
  private final class Agreement {

    private final int[] order;
    private final int most;
    private final long[] looks = new long[512];
    private final int[] triedIn = new int[512];
    private int tries;

    Agreement(int[] order, int most) {
      this.order = order;
      this.most = most;
    }

    boolean at(int offset) {
      tries++;
      int differ = 0;
      for (int cell : order) {
        if (hidden(offset, cell) && cells.blank(cell)) {
          continue;
        }
        int glyph = glyph(offset, cell);
        if (triedIn[glyph] != tries) {
          triedIn[glyph] = tries;
          looks[glyph] = cells.hash(cell);
        }
        if (hidden(offset, cell) || !cells.plain(cell) || looks[glyph] != cells.hash(cell)) {
          if (++differ > most) {
            return false;
          }
        }
      }
      return true;
    }
  }

  private GuestScreen screen(int offset) {
    int[] palette = palette(offset);
    int[] seen = IntStream.range(0, count).map(cell -> seen(offset, cell, palette)).toArray();
    Meanings meanings = new Meanings(offset, seen);
    int[] codePoints = IntStream.range(0, count).map(cell -> meanings.of(offset, cell)).toArray();
    int known = (int) Arrays.stream(codePoints).filter(c -> c != GuestScreen.UNKNOWN).count();
    int cursor = recognised == null ? -1 : recognised.cursor();
    int columns = cells.grid().columns();
    return new GuestScreen(
        columns,
        cells.grid().rows(),
        GuestScreen.Kind.TEXT,
        known * 100 / count,
        cursor < 0 ? -1 : cursor / columns,
        cursor < 0 ? -1 : cursor % columns,
        codePoints,
        IntStream.range(0, count).map(cell -> palette[colours(offset, cell) & 15]).toArray(),
        IntStream.range(0, count).map(cell -> palette[colours(offset, cell) >> 4]).toArray());
  }

  /** The sixteen colours as the picture has them: guests change them. */
  private int[] palette(int offset) {
    int[] palette = VGA_COLOURS.clone();
    for (int cell = 0; cell < count; cell++) {
      int colours = colours(offset, cell);
      if (cells.blank(cell)) {
        if (character(offset, cell) == ' ') {
          palette[colours >> 4] = cells.first(cell);
        }
      } else if (recognised != null && recognised.codePoint(cell) != GuestScreen.UNKNOWN) {
        palette[colours & 15] = recognised.foreground(cell);
        palette[colours >> 4] = recognised.background(cell);
      }
    }
    return palette;
  }

  /** What the picture proves of a cell. */
  private int seen(int offset, int cell, int[] palette) {
    if (recognised == null || cell == recognised.cursor() || hidden(offset, cell)) {
      return GuestScreen.UNKNOWN;
    }
    if (cells.blank(cell)) {
      return cells.first(cell) == palette[colours(offset, cell) >> 4] ? ' ' : FULL_BLOCK;
    }
    return recognised.codePoint(cell);
  }

  /** What the characters of this text's font are, learnt from the cells that are recognised. */
  private final class Meanings {

    private final int[] seen;
    private final int[] learnt = new int[512];
    private final boolean[] ascii = {true, true};

    Meanings(int offset, int[] seen) {
      this.seen = seen;
      Arrays.fill(learnt, GuestScreen.UNKNOWN);
      for (int cell = 0; cell < count; cell++) {
        if (seen[cell] != GuestScreen.UNKNOWN) {
          int glyph = glyph(offset, cell);
          learnt[glyph] = seen[cell];
          // Whether this half of the font has ASCII where it belongs.
          ascii[glyph >> 8] &= !printable(glyph & 0xff) || seen[cell] == (glyph & 0xff);
        }
      }
    }

    int of(int offset, int cell) {
      int character = character(offset, cell);
      int glyph = glyph(offset, cell);
      if (seen[cell] != GuestScreen.UNKNOWN) {
        return seen[cell];
      }
      if (learnt[glyph] != GuestScreen.UNKNOWN) {
        return learnt[glyph];
      }
      if (printable(character) && ascii[glyph >> 8]) {
        return character;
      }
      if (character == 0 || character == 0xff) {
        return ' ';
      }
      return character > '~' && recognised != null && recognised.font().codePage437()
          ? CODE_PAGE.charAt(character)
          : GuestScreen.UNKNOWN;
    }

    private static boolean printable(int character) {
      return character >= ' ' && character <= '~';
    }
  }

  private static byte[] allBytes() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < 256; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
