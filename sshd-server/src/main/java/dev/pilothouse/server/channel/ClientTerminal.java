package dev.pilothouse.server.channel;

import dev.pilothouse.server.Limits;
import dev.pilothouse.tui.Reception.TerminalDescription;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client tells about its terminal, within bounds. Used by the channel's thread only. */
final class ClientTerminal {
  private static final Set<String> WELCOME =
      Set.of(
          "LANG",
          "LANGUAGE",
          "LC_ALL",
          "LC_CTYPE",
          "LC_MESSAGES",
          "LC_NUMERIC",
          "LC_TIME",
          "LC_COLLATE",
          "COLORTERM",
          "NO_COLOR");

  private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+_-]{0,63}");
  private static final int USUAL_COLUMNS = 80;
  private static final int USUAL_ROWS = 24;

  private final Limits limits;
  private final Map<String, String> environment = new HashMap<>();
  private @Nullable String type;
  private int columns = USUAL_COLUMNS;
  private int rows = USUAL_ROWS;

  ClientTerminal(Limits limits) {
    this.limits = limits;
  }

  /** Takes a variable or, quietly, leaves it. */
  boolean set(String name, String value) {
    boolean taken =
        WELCOME.contains(name)
            && value.length() <= limits.environmentValueLength()
            && value.chars().allMatch(c -> c >= ' ' && c < 0x7F)
            && (environment.containsKey(name)
                || environment.size() < limits.environmentVariables());
    if (taken) {
      environment.put(name, value);
    }
    return taken;
  }

  void describe(String terminalType, int newColumns, int newRows) {
    type = TYPE.matcher(terminalType).matches() ? terminalType : "unknown";
    resize(newColumns, newRows);
  }

  /** Unsigned numbers of a client; 0 means that it does not know (RFC 4254, section 6.2). */
  void resize(int newColumns, int newRows) {
    columns = within(newColumns, USUAL_COLUMNS, limits.columns());
    rows = within(newRows, USUAL_ROWS, limits.rows());
  }

  boolean exists() {
    return type != null;
  }

  int columns() {
    return columns;
  }

  int rows() {
    return rows;
  }

  TerminalDescription description() {
    return new TerminalDescription(
        type == null ? "dumb" : type, columns, rows, Map.copyOf(environment));
  }

  private static int within(int number, int unknown, int most) {
    if (number == 0) {
      return unknown;
    }
    return number < 0 ? most : Math.min(number, most);
  }
}
