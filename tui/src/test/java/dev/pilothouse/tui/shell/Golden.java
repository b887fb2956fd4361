package dev.pilothouse.tui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts that stay as they are; {@code -Dgolden.update} rewrites them. */
final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources/shell");

  private Golden() {}

  static void check(String name, String text) {
    Path file = FOLDER.resolve(name);
    try {
      if (System.getProperty("golden.update") != null) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
      }
      assertThat(text).as(name).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Moments and ids differ from run to run; what is around them does not. */
  static String steady(String text) {
    return text.replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "<time>")
        .replaceAll("(\"id\" : |id: )\"[0-9a-f-]{36}\"", "$1\"<id>\"")
        .replaceAll("(?m)^(Operation +\\d+, )[0-9a-f-]{36}", "$1<id>")
        .replaceAll("(?m)[0-9a-f-]{36}$", "<id>");
  }
}
