package dev.pilothouse.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A JVM that is killed leaves no lab behind. */
class LabLifelineIT {

  /** What the other JVM runs. */
  static final class Opener {
    public static void main(String[] arguments) throws InterruptedException {
      Lab lab = Lab.open();
      lab.host("h1");
      System.out.println(lab.directory());
      Thread.currentThread().join();
    }
  }

  @Test
  void theLabEndsWithItsJvm() throws IOException, InterruptedException {
    Process jvm =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Opener.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line = jvm.inputReader(UTF_8).readLine();
    assertThat(line).isNotNull();
    Path directory = Path.of(line);
    assertThat(processesOf(directory)).isPositive();

    jvm.destroyForcibly().waitFor();
    await().atMost(Duration.ofMinutes(1)).until(() -> !Files.exists(directory));
    await().atMost(Duration.ofMinutes(1)).until(() -> processesOf(directory) == 0);
  }

  /** Processes whose command line names the folder: the hosts' inits. */
  private static long processesOf(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.map(process -> process.resolve("cmdline"))
          .filter(file -> reads(file).contains(directory.toString()))
          .count();
    }
  }

  private static String reads(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}
