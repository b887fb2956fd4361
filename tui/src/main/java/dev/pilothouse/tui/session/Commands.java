package dev.pilothouse.tui.session;

import dev.pilothouse.fleet.operation.Principal;
import java.util.List;

/** The command shell, as the {@code :} line needs it. Calls block. */
public interface Commands {
  /** What a command printed to stdout and to stderr, and its exit status. */
  record Result(int status, String output, String messages) {}

  /**
   * @param columns room for its tables, in cells
   */
  Result run(Principal who, String line, int columns);

  /** What could stand in place of the last word of {@code line}. */
  List<String> complete(Principal who, String line);
}
