package dev.pilothouse.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts that stay as somebody has read them; {@code -Dgolden.update} rewrites them. */
public final class GoldenFile {
  private static final Path RESOURCES = Path.of("src/test/resources");

  private GoldenFile() {}

  /**
   * @param name of the file, from the module's {@code src/test/resources} on
   */
  public static void check(String name, String text) {
    Path file = RESOURCES.resolve(name);
    try {
      if (System.getProperty("golden.update") != null) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, UTF_8);
      }
      if (Files.notExists(file)) {
        throw new AssertionError(
            file + " is missing; make it with -Dgolden.update, and look at it");
      }
      assertThat(text).as(name).isEqualTo(Files.readString(file, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
