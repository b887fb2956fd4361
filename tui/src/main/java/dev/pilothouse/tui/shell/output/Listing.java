package dev.pilothouse.tui.shell.output;

import java.util.List;
import java.util.function.Function;

/**
 * How records of one kind are shown to people.
 *
 * @param name the line of {@code -o name}, already visible
 */
public record Listing<T>(List<Column<T>> columns, Function<T, String> name) {
  public Listing {
    columns = List.copyOf(columns);
  }
}
