package dev.pilothouse.tui.shell.output;

import java.util.Locale;

/** The forms in which results are printed: {@code -o json}. */
public enum Form {
  /** Aligned columns, the most telling ones. */
  TABLE,
  /** All columns. */
  WIDE,
  JSON,
  YAML,
  /** One name a line: {@code host/name} of a VM, the number of an operation. */
  NAME;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
