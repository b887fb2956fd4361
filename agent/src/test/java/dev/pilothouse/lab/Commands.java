package dev.pilothouse.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs to their end. */
final class Commands {
  /**
   * For a machine whose CPUs are somebody else's at the moment; what is normal takes milliseconds.
   */
  private static final long MINUTES = 5;

  private Commands() {}

  /**
   * Its standard output and error, without the last line feed.
   *
   * @throws CommandFailedException when it ends with another status than 0
   */
  static String run(List<String> words, Map<String, String> environment) {
    try {
      Path output = Files.createTempFile("lab", ".out");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(words)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(
                    output.toFile()); // a file: daemons that it leaves behind do not hold us up
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
          process.destroyForcibly();
          throw new CommandFailedException(words, -1, Files.readString(output) + "(took too long)");
        }
        String text = new String(Files.readAllBytes(output), UTF_8).stripTrailing();
        if (process.exitValue() != 0) {
          throw new CommandFailedException(words, process.exitValue(), text);
        }
        return text;
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + words, e);
    }
  }
}
