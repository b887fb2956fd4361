package dev.pilothouse.tui.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pictures as text files; {@code -Dgolden.update} rewrites them. */
final class Golden {
  private static final Path ROOT = Path.of("src/test/resources/screens");

  private Golden() {}

  static void check(String name, String text) {
    Path file = ROOT.resolve(name + ".txt");
    try {
      if (Boolean.getBoolean("golden.update") || "".equals(System.getProperty("golden.update"))) {
        Files.createDirectories(ROOT);
        Files.writeString(file, text);
      }
      assertThat(text).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no picture " + file + ": make it with -Dgolden.update, and look at it", e);
    }
  }
}
