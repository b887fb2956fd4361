package dev.pilothouse.tui.screen.dialog;

import dev.pilothouse.tui.frame.CellWidth;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.theme.Theme;
import dev.pilothouse.tui.widget.TextField;

/** A prompt, what is typed after it, and a remark at the right end. */
final class PromptRow {
  private PromptRow() {}

  static void paint(
      Frame frame, Rect line, Theme theme, String prompt, TextField typed, String remark) {
    frame.fill(line, theme.style(Role.TEXT));
    int used =
        frame.put(line.row(), line.column(), CellWidth.of(prompt), prompt, theme.style(Role.KEY));
    int room = remark.isEmpty() ? 0 : Math.min(CellWidth.of(remark) + 2, line.columns() / 2);
    Rect rest = line.after(used);
    frame.putRight(line.row(), line.right() - room, room, remark, theme.style(Role.WARNING));
    typed.paint(frame, rest.left(rest.columns() - room), theme.style(Role.TEXT));
  }
}
