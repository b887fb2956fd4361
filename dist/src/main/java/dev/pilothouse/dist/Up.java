package dev.pilothouse.dist;

import dev.pilothouse.dist.local.Detached;
import dev.pilothouse.dist.local.EmbeddedRedis;
import dev.pilothouse.dist.local.Instance;
import dev.pilothouse.dist.local.LocalLibvirt;
import dev.pilothouse.dist.local.StateDirectory;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** {@code up}, {@code down} and {@code status}: everything on one machine. */
final class Up {
  private final PrintStream messages;

  Up(PrintStream messages) {
    this.messages = messages;
  }

  int up(List<String> words) throws InterruptedException {
    UpOptions options = UpOptions.parse(words);
    StateDirectory state = StateDirectory.open(path(options));
    if (options.detach()) {
      List<String> same = words.stream().filter(word -> !word.equals("--detach")).toList();
      List<String> arguments = new ArrayList<>(List.of("up", "--headless"));
      arguments.addAll(same);
      long pid = Detached.start(state, Main.class, arguments);
      messages.printf(
          "Pilothouse runs in the background (process %d). `pilothouse down` ends it.%n", pid);
      return 0;
    }
    try (Termination termination = Termination.watch();
        Instance instance = Instance.claim(state);
        Started started = new Started()) {
      Logging.toFile(state.log());
      if (options.redis().isEmpty()) {
        EmbeddedRedis redis = started.add(EmbeddedRedis.start(state));
        messages.println(redis.reused() ? redis + ", still running from before" : redis.toString());
      }
      if (!options.demo() && options.libvirt().isEmpty()) {
        LocalLibvirt libvirt = started.add(LocalLibvirt.open(state));
        messages.printf("%s (%s)%n", libvirt, libvirt.origin());
      }
      instance.ready();
      termination.await();
      messages.println("Ending what was started ...");
    }
    return 0;
  }

  int down(List<String> words) {
    Optional<Long> pid = Detached.stop(StateDirectory.at(path(UpOptions.parse(words))));
    messages.println(
        pid.map(number -> "Pilothouse (process " + number + ") has ended.")
            .orElse("Pilothouse is not running."));
    return 0;
  }

  int status(List<String> words) {
    StateDirectory state = StateDirectory.at(path(UpOptions.parse(words)));
    Optional<ProcessHandle> running = Instance.find(state);
    messages.println(
        running
            .map(
                process ->
                    "Pilothouse runs (process %d) on %s%s."
                        .formatted(process.pid(), state.root(), ssh(state)))
            .orElse("Pilothouse is not running on " + state.root() + "."));
    return running.isPresent() ? 0 : Main.UNAVAILABLE;
  }

  private static String ssh(StateDirectory state) {
    return state.port().map(port -> ", SSH on port " + port).orElse("");
  }

  private static Path path(UpOptions options) {
    return options
        .state()
        .orElseGet(
            () ->
                StateDirectory.standard(
                    System.getProperty("user.name"),
                    System.getenv(),
                    Path.of(System.getProperty("user.home"))));
  }

  /** What was started, ended in reverse order, each even if one before it could not be ended. */
  private static final class Started implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
      parts.push(part);
      return part;
    }

    @Override
    public void close() {
      IllegalStateException failure = new IllegalStateException("not everything could be ended");
      for (AutoCloseable part : parts) {
        try {
          part.close();
        } catch (Exception e) {
          failure.addSuppressed(e);
        }
      }
      if (failure.getSuppressed().length > 0) {
        throw failure;
      }
    }
  }
}
