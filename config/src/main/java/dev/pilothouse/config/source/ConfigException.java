package dev.pilothouse.config.source;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration file cannot be used. It carries every problem, and its message is one paragraph
 * to show as it is; it has no stack trace because the fault lies in the file.
 */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  ConfigException(Path file, List<Problem> problems) {
    super(paragraph(file, problems), null, false, false);
    this.problems = problems.stream().sorted(Problem.IN_ORDER).toList();
  }

  /** In the order of their lines; at least one. */
  public List<Problem> problems() {
    return problems;
  }

  private static String paragraph(Path file, List<Problem> problems) {
    if (problems.size() == 1) {
      return problems.getFirst().toString();
    }
    return problems.stream()
        .sorted(Problem.IN_ORDER)
        .map(problem -> "\n  " + problem)
        .collect(
            Collectors.joining(
                "", problems.size() + " problems in " + file.getFileName() + ":", ""));
  }
}
