package dev.pilothouse.tui.shell.output;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.tui.frame.CellWidth;
import java.util.List;

/** Everything about one thing, a labelled line for each fact. */
public record Sheet(List<Line> lines) {
  public Sheet {
    lines = List.copyOf(lines);
  }

  /** A fact; both texts as they came from outside. */
  public record Line(String label, String value) {}

  /** The lines, labels and values one beneath the other, safe to show. */
  public String text() {
    int widest =
        lines.stream().mapToInt(line -> CellWidth.of(Visible.of(line.label()))).max().orElse(0);
    StringBuilder out = new StringBuilder();
    for (Line line : lines) {
      String label = Visible.of(line.label());
      out.append(label)
          .append(" ".repeat(widest - CellWidth.of(label) + 2))
          .append(Visible.of(line.value()))
          .append('\n');
    }
    return out.toString();
  }
}
