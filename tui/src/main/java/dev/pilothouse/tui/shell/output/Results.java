package dev.pilothouse.tui.shell.output;

import dev.pilothouse.fleet.wire.Documents;
import java.util.List;
import java.util.function.Function;

/** Prints records in the form that the person asked for: one record feeds every form. */
public final class Results {
  private final Talk talk;
  private final Form form;

  public Results(Talk talk, Form form) {
    this.talk = talk;
    this.form = form;
  }

  /** Many of a kind: a JSON array, a YAML list, a table with a head. */
  public <T> void list(Listing<T> listing, List<T> rows) {
    talk.result(
        switch (form) {
          case TABLE ->
              TableText.of(
                  listing.columns().stream().filter(column -> !column.wideOnly()).toList(),
                  rows,
                  talk.width());
          case WIDE -> TableText.of(listing.columns(), rows, 0);
          case JSON -> new Documents().json(rows);
          case YAML -> new Documents().yaml(rows);
          case NAME -> names(listing, rows);
        });
  }

  /** One, with everything about it: a JSON object, a YAML mapping, a sheet of facts. */
  public <T> void one(Listing<T> listing, T row, Function<T, Sheet> sheet) {
    talk.result(
        switch (form) {
          case TABLE, WIDE -> sheet.apply(row).text();
          case JSON -> new Documents().json(row);
          case YAML -> new Documents().yaml(row);
          case NAME -> names(listing, List.of(row));
        });
  }

  /** The next of a stream: a JSON object in one line, a YAML document, a line. */
  public <T> void next(Listing<T> listing, T row, Function<T, String> line) {
    talk.result(
        switch (form) {
          case TABLE, WIDE -> line.apply(row) + "\n";
          case JSON -> new Documents().jsonLine(row);
          case YAML -> "---\n" + new Documents().yaml(row);
          case NAME -> names(listing, List.of(row));
        });
  }

  private static <T> String names(Listing<T> listing, List<T> rows) {
    StringBuilder lines = new StringBuilder();
    for (T row : rows) {
      lines.append(listing.name().apply(row)).append('\n');
    }
    return lines.toString();
  }
}
