package dev.pilothouse.dist.local;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** An instance in the background: started, told to stop, waited for. */
public final class Detached {
  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration STOP = Duration.ofMinutes(1);

  private static final int CONSOLE_LINES = 20;

  private Detached() {}

  /**
   * Runs this same program again with other arguments, in a session of its own, and returns its pid
   * once it is ready.
   *
   * @param arguments of {@code mainClass}; they must make it run on {@code state} without a
   *     terminal
   * @throws CannotStartException when one runs there already, or the new one ends or is not ready
   *     in time
   */
  public static long start(StateDirectory state, Class<?> mainClass, List<String> arguments) {
    Instance.find(state)
        .ifPresent(
            other -> {
              throw new CannotStartException(
                  "Pilothouse is already running on the state directory %s (process %d). Stop it with `pilothouse down`."
                      .formatted(state.root(), other.pid()));
            });
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(java(mainClass));
    command.addAll(arguments);
    Path console = state.console();
    state.write(console, "");
    try {
      Files.deleteIfExists(state.ready());
      Process process =
          new ProcessBuilder(command)
              .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(console.toFile()))
              .start();
      long end = System.nanoTime() + START.toNanos();
      while (System.nanoTime() < end) {
        if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
          throw new CannotStartException(
              "Pilothouse did not start (status %d). What it said: %s"
                  .formatted(process.exitValue(), LogTail.of(console, CONSOLE_LINES)));
        }
        if (Instance.pid(state.ready()).filter(pid -> pid == process.pid()).isPresent()) {
          return process.pid();
        }
      }
      process.destroy();
      throw new CannotStartException(
          "Pilothouse was not ready after %d s. What it said: %s"
              .formatted(START.toSeconds(), LogTail.of(console, CONSOLE_LINES)));
    } catch (IOException e) {
      throw new CannotStartException("Cannot run %s (%s).".formatted(command.getFirst(), e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStartException(
          "Interrupted while Pilothouse was starting in the background.");
    }
  }

  /**
   * Ends the instance of this state directory in order, and waits until it has.
   *
   * @return its pid, or empty when none runs
   * @throws CannotStartException when it is still there after a minute, or belongs to someone else
   */
  public static Optional<Long> stop(StateDirectory state) {
    Optional<ProcessHandle> running = Instance.find(state);
    running.ifPresent(
        process -> {
          if (!process.destroy() || !Processes.await(process, STOP)) {
            throw new CannotStartException(
                "Process %d did not end within %d s; its log is %s. End it with `kill -9 %d`: the next start cleans up after it."
                    .formatted(process.pid(), STOP.toSeconds(), state.log(), process.pid()));
          }
        });
    return running.map(ProcessHandle::pid);
  }

  /** How this JVM was started, up to the main class. */
  private static List<String> java(Class<?> mainClass) {
    ProcessHandle.Info self = ProcessHandle.current().info();
    List<String> words = Arrays.asList(self.arguments().orElse(new String[0]));
    int main = words.indexOf(mainClass.getName());
    List<String> command = new ArrayList<>();
    command.add(
        self.command()
            .orElseGet(() -> Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    if (main < 0) { // started by something else than the launcher, such as a test
      command.addAll(
          List.of(
              "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
    } else {
      command.addAll(words.subList(0, main));
    }
    command.add(mainClass.getName());
    return command;
  }
}
