package dev.pilothouse.tui.screen.dialog;

import dev.pilothouse.tui.frame.CellWidth;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.theme.Theme;
import dev.pilothouse.tui.widget.Prose;
import dev.pilothouse.tui.widget.TextField;
import java.util.List;

/** A prompt, what is typed after it, and a remark in as many rows as it takes above. */
final class PromptRow {
  private PromptRow() {}

  static void paint(
      Frame frame, Rect line, Theme theme, String prompt, TextField typed, String remark) {
    frame.fill(line, theme.style(Role.TEXT));
    int used =
        frame.put(line.row(), line.column(), CellWidth.of(prompt), prompt, theme.style(Role.KEY));
    typed.paint(frame, line.after(used), theme.style(Role.TEXT));
    if (!remark.isEmpty()) {
      List<String> rows = Prose.wrap(remark, line.columns() - 2);
      for (int i = 0; i < rows.size(); i++) {
        int row = line.row() - rows.size() + i;
        frame.fill(new Rect(Math.max(0, row), 0, 1, line.columns()), theme.style(Role.STATUS_BAR));
        frame.put(row, 1, line.columns() - 1, rows.get(i), theme.style(Role.STATUS_BAR));
      }
    }
  }
}
