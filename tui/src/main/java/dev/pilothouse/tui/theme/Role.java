package dev.pilothouse.tui.theme;

/** What a piece of the screen is; {@link Theme} says how it looks. */
public enum Role {
  TEXT,
  DIM,
  TITLE,
  TABLE_HEADER,
  BORDER,
  BORDER_FOCUSED,
  CURSOR_ROW,
  MARK,
  KEY,
  KEY_TEXT,
  STATE_RUNNING,
  STATE_PAUSED,
  STATE_OFF,
  STATE_CRASHED,
  STALE,
  INFO,
  WARNING,
  ERROR,
  OK,
  PROGRESS,
  INPUT,
  DIALOG,
  DIALOG_TITLE,
  DANGER,
  BUTTON,
  BUTTON_FOCUSED,
  DISABLED,
  STATUS_BAR,
  MATCH
}
