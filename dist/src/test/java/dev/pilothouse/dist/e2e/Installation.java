package dev.pilothouse.dist.e2e;

import static org.awaitility.Awaitility.await;

import dev.pilothouse.dist.e2e.Program.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** {@code pilothouse up --headless} on a state directory, started by a person with a home. */
final class Installation implements AutoCloseable {
  private final Path state;
  private final Path console;
  private final Process process;

  Installation(Path folder, Path home, String libvirt) {
    this(folder, home, libvirt, command -> command);
  }

  /**
   * @param place brings a command to where it is to run, such as into a host of the lab
   */
  Installation(Path folder, Path home, String libvirt, UnaryOperator<List<String>> place) {
    this.state = folder.resolve("state");
    this.console = folder.resolve("console.log");
    this.process =
        Program.start(
            place.apply(
                Program.pilothouse(
                    List.of("-Duser.home=" + home),
                    List.of(
                        "up",
                        "--headless",
                        "--state",
                        state.toString(),
                        "--ssh-port",
                        "0",
                        "--libvirt",
                        libvirt))),
            console);
    await()
        .atMost(Duration.ofMinutes(Program.MINUTES))
        .failFast(
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError("it ended: " + console());
              }
            })
        .until(() -> Files.exists(state.resolve("ready")));
  }

  Path state() {
    return state;
  }

  Process process() {
    return process;
  }

  String console() {
    return Program.read(console);
  }

  int port() {
    return Integer.parseInt(Program.read(state.resolve("ssh-port")).strip());
  }

  /** {@code pilothouse --state DIR WORDS...} on this machine. */
  Outcome local(String... words) {
    List<String> all = new ArrayList<>(List.of("--state", state.toString()));
    all.addAll(List.of(words));
    return Program.run(Program.pilothouse(List.of(), all), "");
  }

  Outcome down() {
    return Program.run(
        Program.pilothouse(List.of(), List.of("down", "--state", state.toString())), "");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
