package dev.pilothouse.tui.shell;

import java.util.ArrayList;
import java.util.List;

/**
 * A line as words, by the quoting rules of POSIX sh (XCU 2.2) and nothing else that a shell does:
 * no expansion, no pipes. A backslash keeps the next character, single quotes keep everything,
 * double quotes keep everything but a backslash before {@code $}, {@code `}, {@code "}, {@code \}.
 * A backslash before a line feed continues the line.
 */
public final class Words {

  /** A line that ends inside of quotes or after a backslash; the message says which. */
  public static final class UnfinishedException extends Exception {
    private static final long serialVersionUID = 1L;

    UnfinishedException(String message) {
      super(message);
    }
  }

  /**
   * A word and where it stands.
   *
   * @param text without quotes
   * @param start of its first character in the line, a quote included
   * @param end after its last one
   */
  record Word(String text, int start, int end) {}

  /**
   * A line taken apart as far as it goes.
   *
   * @param open the quote or backslash that still waits for its other half, or 0
   */
  record Line(List<Word> words, char open) {}

  /** What a backslash inside of double quotes keeps. */
  private static final String ESCAPABLE = "$`\"\\";

  private Words() {}

  /** The words of {@code line}. */
  public static List<String> split(String line) throws UnfinishedException {
    Line read = read(line);
    if (read.open == '\\') {
      throw new UnfinishedException("the line ends with a backslash; double it to mean it");
    }
    if (read.open != 0) {
      throw new UnfinishedException("the quote " + read.open + " is not closed");
    }
    return read.words.stream().map(Word::text).toList();
  }

  /** Writes {@code word} so that {@link #split} gives it back as one word. */
  public static String quote(String word) {
    if (!word.isEmpty() && word.codePoints().allMatch(Words::isPlain)) {
      return word;
    }
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private static boolean isPlain(int c) {
    return Character.isLetterOrDigit(c) || "-_./:@%+=,*?!".indexOf(c) >= 0;
  }

  static Line read(String line) {
    List<Word> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    int start = -1;
    char open = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean last = i + 1 == line.length();
      char next = last ? 0 : line.charAt(i + 1);
      if (open == 0 && " \t\n".indexOf(c) >= 0) {
        if (start >= 0) {
          words.add(new Word(word.toString(), start, i));
          word.setLength(0);
          start = -1;
        }
      } else if (c == '\\' && next == '\n' && open != '\'') {
        i++;
      } else {
        start = start < 0 ? i : start;
        if (c == '\\' && (open == 0 || (open == '"' && ESCAPABLE.indexOf(next) >= 0))) {
          if (last) {
            open = c;
          } else {
            word.append(next);
            i++;
          }
        } else if (open != 0 && c == open) {
          open = 0;
        } else if (open == 0 && (c == '\'' || c == '"')) {
          open = c;
        } else {
          word.append(c);
        }
      }
    }
    if (start >= 0) {
      words.add(new Word(word.toString(), start, line.length()));
    }
    return new Line(words, open);
  }
}
