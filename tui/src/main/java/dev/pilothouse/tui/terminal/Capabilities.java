package dev.pilothouse.tui.terminal;

import java.util.Locale;
import java.util.Map;

/**
 * What a terminal can do, told from its environment. Conservative: an ability that a terminal of
 * that name may lack is left out, since a wrong guess garbles the screen and a missed one costs
 * bytes.
 *
 * @param colors how many colours it shows and the user wants
 * @param unicode whether it reads UTF-8
 * @param cursorColumn CHA, move to a column
 * @param eraseChars ECH, blank n cells in place
 * @param repeat REP, the last character n times
 * @param scrollRegion DECSTBM with line feed and RI
 * @param attributesOff SGR 22-29, 39, 49: single attributes can be switched off
 * @param noAutoWrap DECAWM can be reset: the last column is a cell like any other
 * @param alternateScreen has a second screen to draw on
 * @param bracketedPaste marks pasted text
 * @param cursorReport answers CSI 6n
 */
public record Capabilities(
    Colors colors,
    boolean unicode,
    boolean cursorColumn,
    boolean eraseChars,
    boolean repeat,
    boolean scrollRegion,
    boolean attributesOff,
    boolean noAutoWrap,
    boolean alternateScreen,
    boolean bracketedPaste,
    boolean cursorReport) {

  /** Colours a terminal shows; {@code NONE} means attributes only (NO_COLOR, monochrome). */
  public enum Colors {
    NONE,
    ANSI16,
    INDEXED256,
    TRUECOLOR
  }

  /** A terminal with every ability, for tests and measurements. */
  public static final Capabilities FULL = xterm(Colors.TRUECOLOR, true, true);

  /**
   * From the variables TERM, COLORTERM, NO_COLOR (no-color.org), LC_ALL, LC_CTYPE and LANG; a
   * missing or unknown TERM is taken for a plain xterm-like terminal of 16 colours. A TERM that
   * cannot move its cursor is told by {@link #isUsable}.
   */
  public static Capabilities of(Map<String, String> environment) {
    String term = environment.getOrDefault("TERM", "").toLowerCase(Locale.ROOT);
    boolean unicode = isUtf8(term, environment);
    Colors colors = colors(term, environment);
    return switch (family(term)) {
      case "xterm",
          "foot",
          "alacritty",
          "kitty",
          "wezterm",
          "ghostty",
          "konsole",
          "gnome",
          "vte",
          "st" ->
          xterm(colors, unicode, repeats(term));
      case "tmux" -> xterm(colors, unicode, true);
      case "screen", "rxvt", "putty" -> xterm(colors, unicode, false);
      case "linux" ->
          new Capabilities(
              colors, unicode, true, true, false, true, true, true, false, false, true);
      case "vt100", "vt102" ->
          new Capabilities(
              colors, unicode, false, false, false, true, false, true, false, false, true);
      case "vt220", "vt320", "vt420", "vt520" ->
          new Capabilities(
              colors, unicode, false, true, false, true, true, true, false, false, true);
      default ->
          new Capabilities(
              colors, unicode, false, false, false, false, false, false, false, false, false);
    };
  }

  /** Whether a full-screen program can run on such a terminal at all: TERM=dumb cannot. */
  public static boolean isUsable(String term) {
    return !term.isBlank() && !term.equals("dumb") && !term.equals("unknown");
  }

  private static Capabilities xterm(Colors colors, boolean unicode, boolean repeat) {
    return new Capabilities(
        colors, unicode, true, true, repeat, true, true, true, true, true, true);
  }

  private static String family(String term) {
    int end = 0;
    while (end < term.length() && Character.isLetterOrDigit(term.charAt(end))) {
      end++;
    }
    return term.substring(0, end);
  }

  /** Many call themselves xterm, and some of them (mosh) have no REP. */
  private static boolean repeats(String term) {
    return !term.startsWith("xterm") || term.equals("xterm-kitty") || term.equals("xterm-ghostty");
  }

  private static Colors colors(String term, Map<String, String> environment) {
    if (!environment.getOrDefault("NO_COLOR", "").isEmpty()
        || term.startsWith("vt")
        || term.endsWith("-mono")
        || term.endsWith("-m")
        || term.equals("dumb")) {
      return Colors.NONE;
    }
    String colorTerm = environment.getOrDefault("COLORTERM", "");
    if (colorTerm.equals("truecolor") || colorTerm.equals("24bit") || term.endsWith("-direct")) {
      return Colors.TRUECOLOR;
    }
    boolean many =
        term.contains("256color")
            || switch (family(term)) {
              case "foot", "alacritty", "kitty", "wezterm", "ghostty" -> true;
              default -> term.equals("xterm-kitty") || term.equals("xterm-ghostty");
            };
    return many ? Colors.INDEXED256 : Colors.ANSI16;
  }

  /** Many SSH clients send no locale; what stands behind a modern TERM then reads UTF-8. */
  private static boolean isUtf8(String term, Map<String, String> environment) {
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        String lower = value.toLowerCase(Locale.ROOT);
        return lower.contains("utf-8") || lower.contains("utf8");
      }
    }
    return switch (family(term)) {
      case "linux", "vt100", "vt102", "vt220", "vt320", "vt420", "vt520", "dumb", "" -> false;
      default -> true;
    };
  }
}
