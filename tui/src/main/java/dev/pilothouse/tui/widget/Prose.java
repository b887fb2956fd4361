package dev.pilothouse.tui.widget;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.tui.frame.CellWidth;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text in lines of a given width, so that nothing of it is cut off. */
public final class Prose {
  private Prose() {}

  /** A gap between a label and its text. */
  private static final Pattern GAP = Pattern.compile("^ *\\S.*? {2,}(?=\\S)");

  /**
   * {@code text}, made visible, broken at blanks where possible; its own line breaks stay. A line
   * goes on beneath its first letter or, when it begins with a label and a gap of two blanks or
   * more, beneath the letter after the gap.
   *
   * @param width in cells; at least 1 is taken
   */
  public static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      wrap(Visible.line(line.stripTrailing()), Math.max(1, width), lines);
    }
    return lines;
  }

  private static void wrap(String line, int width, List<String> into) {
    Matcher gap = GAP.matcher(line);
    int blanks = line.length() - line.stripLeading().length();
    int hang = gap.find() ? CellWidth.of(gap.group()) : blanks;
    // Beside it there must be room for a wide character, else nothing would ever fit.
    int most = (width - 1) / 2;
    String indent = " ".repeat(hang <= most ? hang : blanks <= most ? blanks : 0);
    String rest = line;
    while (CellWidth.of(rest) > width) {
      int end = fitting(rest, width);
      int blank = rest.lastIndexOf(' ', end);
      int at = blank > indent.length() ? blank : end;
      into.add(rest.substring(0, at).stripTrailing());
      rest = indent + rest.substring(at).stripLeading();
    }
    into.add(rest);
  }

  /** {@code line}, made visible, in pieces of at most {@code width} cells, wherever that is. */
  public static List<String> cut(String line, int width) {
    List<String> pieces = new ArrayList<>();
    String rest = Visible.line(line);
    while (CellWidth.of(rest) > width) {
      int end = fitting(rest, width);
      pieces.add(rest.substring(0, end));
      rest = rest.substring(end);
    }
    pieces.add(rest);
    return pieces;
  }

  /** {@code line}, made visible, from its cell {@code left} on. */
  public static String from(String line, int left) {
    String shown = Visible.line(line);
    return left == 0 ? shown : shown.substring(fitting(shown, left, 0));
  }

  /** How many chars of {@code text} fit into {@code width} cells; at least one character. */
  private static int fitting(String text, int width) {
    return fitting(text, width, 1);
  }

  private static int fitting(String text, int width, int least) {
    int cells = 0;
    int i = 0;
    while (i < text.length()) {
      int codePoint = text.codePointAt(i);
      cells += CellWidth.of(codePoint);
      if (cells > width && i >= least) {
        return i;
      }
      i += Character.charCount(codePoint);
    }
    return i;
  }
}
