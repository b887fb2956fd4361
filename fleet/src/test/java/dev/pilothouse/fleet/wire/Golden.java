package dev.pilothouse.fleet.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that hold what was agreed. */
final class Golden {
  private static final Path DIRECTORY = Path.of("src/test/resources/wire");

  private Golden() {}

  /** What the file says; with {@code -Dgolden.update} it says {@code now} from then on. */
  static String text(String name, String now) throws IOException {
    Path file = DIRECTORY.resolve(name);
    if (System.getProperty("golden.update") != null) {
      Files.createDirectories(DIRECTORY);
      Files.writeString(file, now + "\n", StandardCharsets.UTF_8);
    }
    if (Files.notExists(file)) {
      throw new AssertionError(file + " is missing; write it with -Dgolden.update and review it");
    }
    return Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
  }
}
