package dev.pilothouse.tui.widget;

import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.theme.Theme;
import java.util.ArrayList;
import java.util.List;

/** One thing to say about something: what it is, then its value. */
public record Fact(String label, String text, Role role) {
  /** Cells of the labels, the blank after them included. */
  private static final int LABEL = 12;

  /** The same facts with their texts in as many rows as they take in {@code columns} cells. */
  public static List<Fact> rows(List<Fact> facts, int columns) {
    List<Fact> rows = new ArrayList<>();
    for (Fact fact : facts) {
      String label = fact.label();
      for (String line : Prose.wrap(fact.text(), columns - LABEL)) {
        rows.add(new Fact(label, line, fact.role()));
        label = "";
      }
    }
    return rows;
  }

  public void paint(Frame frame, Rect row, Theme theme) {
    int cells = Math.min(row.columns(), LABEL);
    frame.put(row.row(), row.column(), cells - 1, label, theme.style(Role.DIM));
    Rect value = row.after(cells);
    frame.put(value.row(), value.column(), value.columns(), text, theme.style(role));
  }
}
