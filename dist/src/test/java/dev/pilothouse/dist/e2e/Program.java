package dev.pilothouse.dist.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged Pilothouse, and programs beside it, as processes of their own. */
final class Program {
  /** For a machine whose CPUs are somebody else's at the moment; what is normal takes seconds. */
  static final long MINUTES = 3;

  /** How a program ended and what it said. */
  record Outcome(int status, String output, String errors) {
    @Override
    public String toString() {
      return "status " + status + "\n--- output\n" + output + "\n--- errors\n" + errors;
    }
  }

  private Program() {}

  /** {@code pilothouse WORDS...}, as the launcher runs it. */
  static List<String> pilothouse(List<String> javaOptions, List<String> words) {
    Path jar = Path.of("target/pilothouse/lib/pilothouse.jar").toAbsolutePath();
    if (!Files.exists(jar)) {
      throw new IllegalStateException(jar + " is missing; Maven's package phase makes it");
    }
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:TieredStopAtLevel=1"); // two cores; start-up is what costs here
    command.addAll(javaOptions);
    command.addAll(List.of("-cp", jar.toString(), "dev.pilothouse.dist.Main"));
    command.addAll(words);
    return command;
  }

  /** Runs it to its end. */
  static Outcome run(List<String> command, String input) {
    try {
      Path folder = Files.createTempDirectory("program");
      Path in = Files.writeString(folder.resolve("in"), input);
      Path out = folder.resolve("out");
      Path err = folder.resolve("err");
      Process process =
          new ProcessBuilder(command)
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(
            command + " does not end; it said " + read(out) + "\n" + read(err));
      }
      Outcome outcome = new Outcome(process.exitValue(), read(out), read(err));
      for (Path file : List.of(in, out, err, folder)) {
        Files.delete(file);
      }
      return outcome;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts it in the background; what it says goes to {@code console}. */
  static Process start(List<String> command, Path console) {
    try {
      return new ProcessBuilder(command)
          .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
          .redirectErrorStream(true)
          .redirectOutput(Redirect.appendTo(console.toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.exists(file) ? new String(Files.readAllBytes(file), UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
