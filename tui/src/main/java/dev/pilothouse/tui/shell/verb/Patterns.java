package dev.pilothouse.tui.shell.verb;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.pilothouse.tui.console.GuestConsole;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.TypeConversionException;

/** Regular expressions for what guests show: RE2's, which take no longer on any text. */
final class Patterns {
  private static final int LONGEST = 1000;

  /** Of a serial console's lines, how many count as new. */
  private static final int RECENT = 60;

  private Patterns() {}

  static Pattern of(String text) {
    if (text.length() > LONGEST) {
      throw new TypeConversionException("longer than " + LONGEST + " characters");
    }
    try {
      return Pattern.compile(text, Pattern.MULTILINE);
    } catch (PatternSyntaxException e) {
      throw new TypeConversionException(
          "'" + text + "' is no regular expression: " + e.getDescription());
    }
  }

  /** The first line in which it is found. */
  static Optional<String> find(Pattern wanted, List<String> lines) {
    return lines.stream().filter(line -> wanted.matcher(line).find()).findFirst();
  }

  /** What a console shows, or has shown lately. */
  static Function<GuestConsole, List<String>> recent() {
    return console -> {
      List<String> all = console.lines();
      return all.subList(Math.max(0, all.size() - RECENT), all.size());
    };
  }
}
