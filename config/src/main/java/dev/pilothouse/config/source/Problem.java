package dev.pilothouse.config.source;

import java.nio.file.Path;
import java.util.Comparator;

/**
 * One thing that is wrong with a configuration file.
 *
 * @param line from 1; 0 when the problem has no place in the file
 * @param column from 1; 0 when the problem has no place in the file
 * @param path the key with those above it, such as {@code ssh.port} or {@code users[0].role}; empty
 *     for the file as a whole
 * @param wrong what is wrong, as a clause
 * @param advice what is allowed or what to do, as a clause
 */
public record Problem(Path file, int line, int column, String path, String wrong, String advice) {
  static final Comparator<Problem> IN_ORDER =
      Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

  /** One line, safe to print: control and format characters in it are escaped. */
  @Override
  public String toString() {
    String place = line == 0 ? file + ": " : file + ":" + line + ":" + column + ": ";
    String key = path.isEmpty() ? "" : path + ": ";
    String stop = advice.endsWith("?") ? "" : ".";
    return printable(place + key + wrong + "; " + advice + stop);
  }

  /** Keeps what a hostile file says from steering the terminal that shows it. */
  private static String printable(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (Character.getType(c)) {
                case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                    safe.append("\\u{").append(Integer.toHexString(c)).append('}');
                default -> safe.appendCodePoint(c);
              }
            });
    return safe.toString();
  }
}
