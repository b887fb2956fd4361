package dev.pilothouse.agent.screen;

import java.util.List;
import java.util.stream.Stream;

/** The fonts that are known; where two read a picture equally well the earlier one is taken. */
final class Fonts {

  static final List<GlyphTable> ALL =
      Stream.of(
              "vga-8x16",
              "linux-8x16",
              "fixed-8x16",
              "ter-8x16",
              "ter-bold-8x16",
              "uvga-8x16",
              "unifont-8x16",
              "laff-8x19",
              "linux-16x32",
              "ter-16x32",
              "ter-bold-16x32")
          .map(GlyphTable::load)
          .toList();

  private Fonts() {}

  static List<GlyphTable> ofSize(int width, int height) {
    return ALL.stream().filter(t -> t.width() == width && t.height() == height).toList();
  }
}
