package dev.pilothouse.tui.theme;

import dev.pilothouse.tui.frame.Style;
import dev.pilothouse.tui.terminal.Capabilities;
import java.util.EnumMap;
import java.util.Map;

/**
 * The styles of the roles for what a terminal can show. Text keeps the terminal's own colours, so
 * that dark and light backgrounds both work; colour is never the only sign of anything.
 */
public final class Theme {

  private static final int RED = 1;
  private static final int GREEN = 2;
  private static final int YELLOW = 3;
  private static final int MAGENTA = 5;
  private static final int CYAN = 6;
  private static final int GRAY = 8;
  private static final int WHITE = 15;

  private final Map<Role, Style> styles = new EnumMap<>(Role.class);
  private final Glyphs glyphs;

  private Theme(Glyphs glyphs) {
    this.glyphs = glyphs;
  }

  public static Theme of(Capabilities capabilities) {
    Theme theme = new Theme(capabilities.unicode() ? Glyphs.UNICODE : Glyphs.ASCII);
    for (Role role : Role.values()) {
      theme.styles.put(
          role,
          switch (capabilities.colors()) {
            case NONE -> attributes(role);
            case ANSI16 -> ansi(role);
            case INDEXED256, TRUECOLOR -> indexed(role);
          });
    }
    return theme;
  }

  public Style style(Role role) {
    return styles.getOrDefault(role, Style.DEFAULT);
  }

  public Glyphs glyphs() {
    return glyphs;
  }

  /** NO_COLOR and monochrome: attributes alone. */
  private static Style attributes(Role role) {
    Style plain = Style.DEFAULT;
    return switch (role) {
      case TEXT, KEY_TEXT, STATE_RUNNING, OK, INFO, PROGRESS, DIALOG -> plain;
      case DIM, BORDER, STATE_OFF, DISABLED -> plain.dim();
      case STALE -> plain.dim().italic();
      case TITLE, KEY, MARK, BORDER_FOCUSED, DIALOG_TITLE, STATE_PAUSED, WARNING -> plain.bold();
      case TABLE_HEADER, MATCH -> plain.bold().underline();
      case CURSOR_ROW -> plain.bold();
      case INPUT, BUTTON -> plain.underline();
      case STATE_CRASHED, ERROR, DANGER, BUTTON_FOCUSED, STATUS_BAR -> plain.reverse();
    };
  }

  /**
   * The terminal's own 16 colours, whose shades the user chose; yellow only where bold helps it.
   */
  private static Style ansi(Role role) {
    Style plain = Style.DEFAULT;
    return switch (role) {
      case TEXT, KEY_TEXT, DIALOG -> plain;
      case DIM, BORDER, STATE_OFF, DISABLED -> plain.foreground(GRAY);
      case STALE -> plain.foreground(GRAY).italic();
      case TITLE -> plain.bold();
      case TABLE_HEADER -> plain.foreground(CYAN).bold();
      case BORDER_FOCUSED, PROGRESS -> plain.foreground(CYAN);
      case CURSOR_ROW -> plain.bold();
      case MARK -> plain.foreground(MAGENTA).bold();
      case KEY, INFO -> plain.foreground(CYAN);
      case STATE_RUNNING, OK -> plain.foreground(GREEN);
      case STATE_PAUSED -> plain.foreground(YELLOW);
      case WARNING -> plain.foreground(YELLOW).bold();
      case STATE_CRASHED, ERROR -> plain.foreground(RED).bold();
      case INPUT, BUTTON -> plain.underline();
      case MATCH -> plain.bold().underline();
      case DIALOG_TITLE -> plain.foreground(CYAN).bold();
      case DANGER -> plain.foreground(WHITE).background(RED).bold();
      case BUTTON_FOCUSED, STATUS_BAR -> plain.reverse();
    };
  }

  /** 256 colours: mid tones with enough contrast on black and on white. */
  private static Style indexed(Role role) {
    Style plain = Style.DEFAULT;
    return switch (role) {
      case DIM, BORDER, STATE_OFF, DISABLED -> plain.foreground(244);
      case STALE -> plain.foreground(244).italic();
      case TABLE_HEADER, DIALOG_TITLE -> plain.foreground(31).bold();
      case BORDER_FOCUSED, PROGRESS, KEY, INFO -> plain.foreground(31);
      case MARK -> plain.foreground(133).bold();
      case STATE_RUNNING, OK -> plain.foreground(34);
      case STATE_PAUSED -> plain.foreground(136);
      case WARNING -> plain.foreground(136).bold();
      case STATE_CRASHED, ERROR -> plain.foreground(160).bold();
      case DANGER -> plain.foreground(231).background(160).bold();
      case STATUS_BAR -> plain.foreground(254).background(24);
      case BUTTON_FOCUSED -> plain.foreground(231).background(31).bold();
      case TEXT, KEY_TEXT, DIALOG, TITLE, CURSOR_ROW, INPUT, BUTTON, MATCH -> ansi(role);
    };
  }
}
