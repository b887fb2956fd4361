package dev.pilothouse.dist;

import java.nio.file.Path;

/**
 * Chooses one of the two Logback configurations: {@code logback.xml} (the default) is silent, for
 * short commands whose terminal belongs to their results; {@code logback-file.xml} writes to a
 * rolled file. It counts only before the first logger.
 */
final class Logging {
  private Logging() {}

  static void toFile(Path file) {
    System.setProperty("pilothouse.log", file.toString());
    System.setProperty("logback.configurationFile", "logback-file.xml");
  }
}
