package dev.pilothouse.fleet.model;

import org.jspecify.annotations.Nullable;

/**
 * Text from outside made safe to show: whatever could steer a terminal, reorder a line or hide is
 * written as {@code \xNN} (below U+0100) or, above, as a backslash and {@code u{NNNN}}. Ordinary
 * text, in any script, stays as it is.
 *
 * <p>libvirt accepts names with U+009B (CSI), U+202E, CR, DEL and zero-width characters; this is
 * the one place that knows how to show them.
 */
public final class Visible {

  /** More marks on one base than any living script stacks are there to smear the screen. */
  private static final int MAX_MARKS = 2;

  private Visible() {}

  /**
   * The visible form of a name. Two different inputs have two different forms: a backslash that
   * could be read as the start of an escape is doubled.
   *
   * @return {@code text} itself when nothing needs escaping
   */
  public static String of(String text) {
    return escape(text, true);
  }

  /**
   * The visible form of a line that may hold names already made visible: like {@link #of} but
   * backslashes stay, so that applying it twice changes nothing.
   *
   * @return {@code text} itself when nothing needs escaping
   */
  public static String line(String text) {
    return escape(text, false);
  }

  private static String escape(String text, boolean backslashes) {
    int length = text.length();
    int start = 0;
    while (start < length && isPlain(text.charAt(start))) {
      start++;
    }
    if (start == length) {
      return text;
    }
    StringBuilder out = null;
    int base = start == 0 ? -1 : text.charAt(start - 1);
    int marks = 0;
    for (int i = start; i < length; ) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      boolean mark = isMark(c);
      marks = mark ? marks + 1 : 0;
      boolean hidden = mark ? base < 0 || marks > MAX_MARKS : isHidden(c, base);
      if (hidden) {
        out = begin(out, text, i);
        appendEscape(out, c);
        base = -1;
      } else if (c == '\\' && backslashes && looksLikeEscape(text, next)) {
        out = begin(out, text, i);
        out.append("\\\\");
        base = c;
      } else {
        if (out != null) {
          out.appendCodePoint(c);
        }
        base = mark ? base : c;
      }
      i = next;
    }
    return out == null ? text : out.toString();
  }

  private static StringBuilder begin(@Nullable StringBuilder out, String text, int upTo) {
    return out != null ? out : new StringBuilder(text.length() + 16).append(text, 0, upTo);
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c < 0x7F && c != '\\';
  }

  private static boolean isMark(int c) {
    if (c < 0x300 || isIgnorable(c)) {
      return false;
    }
    if ((c > 0x1160 && c <= 0x11FF) || (c >= 0x1F3FB && c <= 0x1F3FF)) {
      return true; // Korean vowels and finals, skin tones: drawn into the character before them
    }
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
  }

  private static boolean isHidden(int c, int base) {
    if (c >= ' ' && c < 0x7F) {
      return false;
    }
    if (c == 0xFE0E || c == 0xFE0F) {
      // "Show the character before as text / as emoji" is part of everyday emoji.
      return base <= 0x7F || !Character.isEmoji(base);
    }
    if (Character.getType(c) == Character.SPACE_SEPARATOR) {
      return c != 0xA0 && c != 0x3000;
    }
    return isUnprintable(c) || isIgnorable(c);
  }

  /**
   * Whether it is no letter, mark or space, but steers, orders lines, or is nothing by Unicode's
   * own word: what no form of output may pass on as it is.
   */
  public static boolean isUnprintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** Letters and marks that draw nothing: Unicode's Default_Ignorable_Code_Point beside Cf. */
  private static boolean isIgnorable(int c) {
    return c == 0x34F
        || c == 0x115F
        || c == 0x1160
        || c == 0x17B4
        || c == 0x17B5
        || (c >= 0x180B && c <= 0x180F)
        || c == 0x3164
        || (c >= 0xFE00 && c <= 0xFE0F)
        || c == 0xFFA0
        || (c >= 0xE0000 && c <= 0xE0FFF);
  }

  private static boolean looksLikeEscape(String text, int next) {
    if (next >= text.length()) {
      return false;
    }
    char c = text.charAt(next);
    return c == 'x' || c == 'u' || !isPlain(c);
  }

  private static void appendEscape(StringBuilder out, int c) {
    if (c < 0x100) {
      out.append("\\x").append(hex(c >> 4)).append(hex(c));
    } else {
      out.append("\\u{");
      for (int shift = c > 0xFFFF ? 20 : 12; shift >= 0; shift -= 4) {
        if (shift < 20 || c >> shift != 0) {
          out.append(hex(c >> shift));
        }
      }
      out.append('}');
    }
  }

  private static char hex(int nibble) {
    return Character.toUpperCase(Character.forDigit(nibble & 0xF, 16));
  }
}
