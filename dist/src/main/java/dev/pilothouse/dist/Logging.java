package dev.pilothouse.dist;

import dev.pilothouse.config.LogConfig;
import java.nio.file.Path;

/**
 * Chooses one of the Logback configurations: {@code logback.xml} (the default) is silent, for short
 * commands whose terminal belongs to their results; {@code logback-file.xml} writes to a rolled
 * file, {@code logback-stderr.xml} to standard error. It counts only before the first logger.
 */
final class Logging {
  private Logging() {}

  static void toFile(Path file) {
    System.setProperty("pilothouse.log", file.toString());
    System.setProperty("logback.configurationFile", "logback-file.xml");
  }

  /** As a file of {@code config/examples} describes it. */
  static void as(LogConfig config) {
    System.setProperty("pilothouse.log.level", config.level().name());
    System.setProperty("pilothouse.log.size", Long.toString(config.maxSize().bytes()));
    if (config.file().isPresent()) {
      toFile(config.file().get());
    } else {
      System.setProperty("logback.configurationFile", "logback-stderr.xml");
    }
  }
}
