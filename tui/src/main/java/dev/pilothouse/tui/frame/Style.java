package dev.pilothouse.tui.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextColor;
import java.util.Collection;
import java.util.Locale;

/**
 * Colours and attributes of a cell in 59 bits: foreground (26), background (26), attributes (7). A
 * colour is the default, one of 256 by index (the first 16 are the terminal's own), or 24-bit RGB.
 */
public record Style(long bits) {

  static final int BACKGROUND_SHIFT = 26;
  static final long COLOR_MASK = (1L << 26) - 1;
  static final long FOREGROUND_MASK = COLOR_MASK;
  static final long BACKGROUND_MASK = COLOR_MASK << BACKGROUND_SHIFT;
  static final int INDEXED = 1 << 24;
  static final int RGB = 2 << 24;

  static final long BOLD = 1L << 52;
  static final long DIM = 1L << 53;
  static final long ITALIC = 1L << 54;
  static final long UNDERLINE = 1L << 55;
  static final long BLINK = 1L << 56;
  static final long REVERSE = 1L << 57;
  static final long STRIKEOUT = 1L << 58;
  static final long ATTRIBUTES = 0x7FL << 52;

  /** Attributes that show on a blank cell too. */
  static final long SHOWS_ON_BLANK = UNDERLINE | REVERSE | STRIKEOUT;

  /** The terminal's own colours, no attributes. */
  public static final Style DEFAULT = new Style(0);

  /** Colour 0..255 as the foreground; 0-7 are the ANSI colours, 8-15 their bright forms. */
  public Style foreground(int index) {
    return withForeground(INDEXED | (index & 0xFF));
  }

  public Style background(int index) {
    return withBackground(INDEXED | (index & 0xFF));
  }

  /** 24-bit colour, {@code 0xRRGGBB}. */
  public Style foregroundRgb(int rgb) {
    return withForeground(RGB | (rgb & 0xFFFFFF));
  }

  public Style backgroundRgb(int rgb) {
    return withBackground(RGB | (rgb & 0xFFFFFF));
  }

  public Style foreground(TextColor color) {
    return withForeground(packed(color));
  }

  public Style background(TextColor color) {
    return withBackground(packed(color));
  }

  public Style bold() {
    return new Style(bits | BOLD);
  }

  public Style dim() {
    return new Style(bits | DIM);
  }

  public Style italic() {
    return new Style(bits | ITALIC);
  }

  public Style underline() {
    return new Style(bits | UNDERLINE);
  }

  public Style blink() {
    return new Style(bits | BLINK);
  }

  public Style reverse() {
    return new Style(bits | REVERSE);
  }

  public Style strikeout() {
    return new Style(bits | STRIKEOUT);
  }

  /** This style with Lanterna's attributes added; those no cell can have (borders) are ignored. */
  public Style with(Collection<SGR> attributes) {
    long all = bits;
    for (SGR attribute : attributes) {
      all |=
          switch (attribute) {
            case BOLD -> BOLD;
            case REVERSE -> REVERSE;
            case UNDERLINE -> UNDERLINE;
            case BLINK -> BLINK;
            case CROSSED_OUT -> STRIKEOUT;
            case ITALIC -> ITALIC;
            case BORDERED, FRAKTUR, CIRCLED -> 0;
          };
    }
    return new Style(all);
  }

  /** {@code over}'s colours and attributes where it has any, else these. */
  public Style under(Style over) {
    long fore = over.bits & FOREGROUND_MASK;
    long back = over.bits & BACKGROUND_MASK;
    return new Style(
        (fore != 0 ? fore : bits & FOREGROUND_MASK)
            | (back != 0 ? back : bits & BACKGROUND_MASK)
            | ((bits | over.bits) & ATTRIBUTES));
  }

  private Style withForeground(long color) {
    return new Style((bits & ~FOREGROUND_MASK) | color);
  }

  private Style withBackground(long color) {
    return new Style((bits & ~BACKGROUND_MASK) | (color << BACKGROUND_SHIFT));
  }

  private static long packed(TextColor color) {
    return switch (color) {
      case TextColor.ANSI ansi -> {
        int code = sequenceEnd(ansi); // 30-37, 39 for the default, 90-97
        yield code == 39 ? 0 : INDEXED | (code < 90 ? code - 30 : code - 90 + 8);
      }
      case TextColor.Indexed indexed -> INDEXED | sequenceEnd(indexed); // 38;5;N
      default -> RGB | (color.getRed() << 16) | (color.getGreen() << 8) | color.getBlue();
    };
  }

  /** Lanterna tells a colour's number only in its SGR sequence. */
  private static int sequenceEnd(TextColor color) {
    String sequence = new String(color.getForegroundSGRSequence(), US_ASCII);
    return Integer.parseInt(sequence.substring(sequence.lastIndexOf(';') + 1));
  }

  /** Such as {@code bold fg:2 bg:#102030}; {@code default} for the default style. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    String[] names = {"bold", "dim", "italic", "underline", "blink", "reverse", "strikeout"};
    for (int i = 0; i < names.length; i++) {
      if ((bits & (BOLD << i)) != 0) {
        out.append(names[i]).append(' ');
      }
    }
    appendColor(out, "fg:", bits & COLOR_MASK);
    appendColor(out, "bg:", (bits >> BACKGROUND_SHIFT) & COLOR_MASK);
    return out.isEmpty() ? "default" : out.toString().trim();
  }

  private static void appendColor(StringBuilder out, String label, long color) {
    if ((color & RGB) != 0) {
      out.append(label).append(String.format(Locale.ROOT, "#%06x ", color & 0xFFFFFF));
    } else if (color != 0) {
      out.append(label).append(color & 0xFF).append(' ');
    }
  }
}
