package dev.pilothouse.tui.frame;

import static dev.pilothouse.tui.frame.Style.ATTRIBUTES;
import static dev.pilothouse.tui.frame.Style.BACKGROUND_SHIFT;
import static dev.pilothouse.tui.frame.Style.BOLD;
import static dev.pilothouse.tui.frame.Style.COLOR_MASK;
import static dev.pilothouse.tui.frame.Style.DIM;
import static dev.pilothouse.tui.frame.Style.INDEXED;
import static dev.pilothouse.tui.frame.Style.RGB;

import dev.pilothouse.tui.terminal.Capabilities;
import dev.pilothouse.tui.terminal.Capabilities.Colors;

/** Select Graphic Rendition (ECMA-48 8.3.117): the shortest way from one style to another. */
final class Sgr {

  private static final int[] ON = {1, 2, 3, 4, 5, 7, 9};
  private static final int[] OFF = {22, 22, 23, 24, 25, 27, 29};
  private static final int[] CUBE = {0, 95, 135, 175, 215, 255};

  private Sgr() {}

  /** Writes the shorter of: what changed only, or a reset and what is on. */
  static void change(Bytes out, long from, long to, Capabilities capabilities) {
    int start = out.length();
    appendDelta(out, from, to);
    int delta = out.length() - start;
    if (capabilities.attributesOff() && delta <= 3) {
      return;
    }
    int reset = out.length();
    out.put('\u001b').put('[');
    if (to != 0) {
      appendOn(out, 0, to, true); // the empty parameter before the first ';' is the reset
    }
    out.put('m');
    if (capabilities.attributesOff() && delta <= out.length() - reset) {
      out.truncate(reset);
    } else {
      out.remove(start, reset);
    }
  }

  private static void appendDelta(Bytes out, long from, long to) {
    out.put('\u001b').put('[');
    int start = out.length();
    long off = from & ~to & ATTRIBUTES;
    long kept = from;
    for (int i = 0; i < ON.length; i++) {
      if ((off & (BOLD << i)) != 0 && !(i == 1 && (off & BOLD) != 0)) {
        parameter(out, OFF[i], start);
      }
    }
    if ((off & (BOLD | DIM)) != 0) {
      kept &= ~(BOLD | DIM); // 22 takes both away
    }
    appendOn(out, kept, to, out.length() > start);
    out.put('m');
  }

  /** Attributes and colours that {@code to} has and {@code from} has not, or has otherwise. */
  private static void appendOn(Bytes out, long from, long to, boolean separator) {
    int start = separator ? -1 : out.length();
    long on = to & ~from & ATTRIBUTES;
    for (int i = 0; i < ON.length; i++) {
      if ((on & (BOLD << i)) != 0) {
        parameter(out, ON[i], start);
      }
    }
    color(out, from & COLOR_MASK, to & COLOR_MASK, 30, start);
    color(
        out,
        (from >> BACKGROUND_SHIFT) & COLOR_MASK,
        (to >> BACKGROUND_SHIFT) & COLOR_MASK,
        40,
        start);
  }

  private static void color(Bytes out, long from, long to, int base, int start) {
    if (from == to) {
      return;
    }
    if (to == 0) {
      parameter(out, base + 9, start);
    } else if ((to & RGB) != 0) {
      parameter(out, base + 8, start);
      out.put(';').put('2').put(';').number((int) (to >> 16) & 0xFF);
      out.put(';').number((int) (to >> 8) & 0xFF).put(';').number((int) to & 0xFF);
    } else {
      int index = (int) to & 0xFF;
      if (index < 8) {
        parameter(out, base + index, start);
      } else if (index < 16) {
        parameter(out, base + 60 + index - 8, start);
      } else {
        parameter(out, base + 8, start);
        out.put(';').put('5').put(';').number(index);
      }
    }
  }

  private static void parameter(Bytes out, int value, int start) {
    if (out.length() != start) {
      out.put(';');
    }
    out.number(value);
  }

  /** The nearest style that a terminal of so many colours has. */
  static long reduce(long style, Colors colors) {
    if (colors == Colors.TRUECOLOR || (style & ~ATTRIBUTES) == 0) {
      return style;
    }
    long fore = reduceColor(style & COLOR_MASK, colors);
    long back = reduceColor((style >> BACKGROUND_SHIFT) & COLOR_MASK, colors);
    return (style & ATTRIBUTES) | fore | (back << BACKGROUND_SHIFT);
  }

  private static long reduceColor(long color, Colors colors) {
    if (color == 0 || colors == Colors.NONE) {
      return 0;
    }
    boolean rgb = (color & RGB) != 0;
    if (colors == Colors.INDEXED256) {
      return rgb ? INDEXED | nearest256((int) color) : color;
    }
    int index = (int) color & 0xFF;
    if (!rgb && index < 16) {
      return color;
    }
    return INDEXED | nearest16(rgb ? (int) color & 0xFFFFFF : rgbOf(index));
  }

  private static int nearest256(int color) {
    int r = (color >> 16) & 0xFF;
    int g = (color >> 8) & 0xFF;
    int b = color & 0xFF;
    int cube = 16 + 36 * level(r) + 6 * level(g) + level(b);
    int gray = Math.max(0, Math.min(23, ((r + g + b) / 3 - 3) / 10));
    return distance(color, rgbOf(232 + gray)) < distance(color, rgbOf(cube)) ? 232 + gray : cube;
  }

  private static int level(int value) {
    return value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40;
  }

  /** By hue and brightness: terminals differ too much in their 16 colours to measure distances. */
  private static int nearest16(int rgb) {
    int r = (rgb >> 16) & 0xFF;
    int g = (rgb >> 8) & 0xFF;
    int b = rgb & 0xFF;
    int most = Math.max(r, Math.max(g, b));
    if (most - Math.min(r, Math.min(g, b)) < 32) {
      return most < 48 ? 0 : most < 144 ? 8 : most < 224 ? 7 : 15;
    }
    int half = most / 2;
    int hue = (r > half ? 1 : 0) | (g > half ? 2 : 0) | (b > half ? 4 : 0);
    return most > 192 ? hue + 8 : hue;
  }

  private static int rgbOf(int index) {
    if (index >= 232) {
      int gray = 8 + 10 * (index - 232);
      return gray << 16 | gray << 8 | gray;
    }
    int i = index - 16;
    return CUBE[i / 36] << 16 | CUBE[i / 6 % 6] << 8 | CUBE[i % 6];
  }

  private static int distance(int a, int b) {
    int r = ((a >> 16) & 0xFF) - ((b >> 16) & 0xFF);
    int g = ((a >> 8) & 0xFF) - ((b >> 8) & 0xFF);
    int blue = (a & 0xFF) - (b & 0xFF);
    return r * r + g * g + blue * blue;
  }
}
