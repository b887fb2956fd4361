package dev.pilothouse.dist.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A short command of the system, run to its end. */
final class Command {
  private Command() {}

  /**
   * @param status exit status, or -1 when it could not be run or took too long
   * @param output standard output and error together
   */
  record Result(int status, String output) {
    boolean succeeded() {
      return status == 0;
    }
  }

  static Result run(List<String> words, Duration limit) {
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .start();
      CompletableFuture<String> output =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return new String(process.getInputStream().readAllBytes(), UTF_8);
                } catch (IOException e) {
                  return e.toString();
                }
              });
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return new Result(-1, "no answer within " + limit.toSeconds() + " s");
      }
      return new Result(process.exitValue(), output.join());
    } catch (IOException e) {
      return new Result(-1, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Result(-1, "interrupted");
    }
  }
}
