package dev.pilothouse.tui.shell;

import dev.pilothouse.fleet.GoldenFile;

/** What commands print. */
final class Golden {
  private Golden() {}

  static void check(String name, String text) {
    GoldenFile.check("shell/" + name, text);
  }

  /** Moments and ids differ from run to run; what is around them does not. */
  static String steady(String text) {
    return text.replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "<time>")
        .replaceAll("(\"id\" : |id: )\"[0-9a-f-]{36}\"", "$1\"<id>\"")
        .replaceAll("(?m)^(Operation +\\d+, )[0-9a-f-]{36}", "$1<id>")
        .replaceAll("(?m)[0-9a-f-]{36}$", "<id>");
  }
}
