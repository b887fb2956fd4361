package dev.pilothouse.tui.terminal;

import com.googlecode.lanterna.input.KeyStroke;

/** What comes in from a terminal, decoded. */
public sealed interface InputEvent {

  /** A key, with Lanterna's names; a character key is one in the Basic Multilingual Plane. */
  record Key(KeyStroke stroke) implements InputEvent {}

  /**
   * Text that is never a command: a bracketed paste (line ends as {@code \n}, other controls left
   * out, cut at {@link KeyDecoder#MAX_PASTE} characters), or one typed character too large for a
   * {@link KeyStroke}, such as an emoji.
   */
  record Paste(String text) implements InputEvent {}

  /** The answer to CSI 6n; counted from 1. The frame pacer's acknowledgement. */
  record CursorReport(int row, int column) implements InputEvent {}

  /** The terminal's window gained or lost the focus. */
  record Focus(boolean gained) implements InputEvent {}
}
