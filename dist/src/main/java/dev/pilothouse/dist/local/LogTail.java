package dev.pilothouse.dist.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The end of a program's log, fit to stand in an error message. */
final class LogTail {
  private static final int LINES = 5;

  private LogTail() {}

  static String of(Path log) {
    return of(log, LINES);
  }

  static String of(Path log, int count) {
    List<String> lines;
    try {
      lines = Files.readAllLines(log, ISO_8859_1);
    } catch (IOException e) {
      return "(it has none)";
    }
    // A log may quote what came from outside: nothing but printable ASCII reaches the terminal.
    return lines.stream()
        .skip(Math.max(0, lines.size() - count))
        .map(line -> line.replaceAll("[^ -~]", "?").strip())
        .collect(Collectors.joining("\n  ", "\n  ", ""));
  }
}
