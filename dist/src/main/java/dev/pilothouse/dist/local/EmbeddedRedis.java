package dev.pilothouse.dist.local;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A redis-server of our own: a Unix socket in the state directory and no port, a generated password
 * that is only in files of mode 0600, every write on disk before it is answered.
 *
 * <p>It outlives a killed JVM. The next start then finds it and goes on with it; there are never
 * two on one data folder, because the server itself holds a lock (flock(1)) for as long as it
 * lives.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final Duration START = Duration.ofSeconds(60);

  /** How long one that is on its way out may keep the lock: it writes its data to the end. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration STOP = Duration.ofSeconds(30);

  /** flock's exit status when somebody else has the lock. */
  private static final int LOCKED = 75;

  private final RedisSocket socket;
  private final Path folder;
  private final boolean reused;

  private EmbeddedRedis(RedisSocket socket, Path folder, boolean reused) {
    this.socket = socket;
    this.folder = folder;
    this.reused = reused;
  }

  /**
   * Returns when the server answers.
   *
   * @throws CannotStartException when there is no redis-server on the PATH or it does not come up
   */
  public static EmbeddedRedis start(StateDirectory state) {
    Path folder = state.redis();
    Path config = folder.resolve("redis.conf");
    RedisSocket socket = new RedisSocket(state.redisSocket(), password(state, folder));
    long end = System.nanoTime() + START.toNanos();
    if (awaitAnswer(socket, null, end, folder)) {
      return new EmbeddedRedis(socket, folder, true);
    }
    state.write(config, configuration(folder, socket));
    Process server = launch(folder, config);
    if (!awaitAnswer(socket, server, end, folder)) {
      server.destroy();
      throw failure("it did not answer within " + START.toSeconds() + " s", folder);
    }
    // Still waiting for the lock: then the answer came from one that was just starting when we
    // came.
    boolean reused =
        server.info().command().filter(program -> program.endsWith("/flock")).isPresent();
    if (reused) {
      server.destroy();
    }
    return new EmbeddedRedis(socket, folder, reused);
  }

  /**
   * Whether it serves; false when nobody listens and there is no {@code server} that is going to.
   */
  private static boolean awaitAnswer(
      RedisSocket socket, @Nullable Process server, long end, Path folder) {
    while (System.nanoTime() < end) {
      switch (socket.ping(ANSWER)) {
        case READY -> {
          return true;
        }
        case STRANGER ->
            throw failure("a server with another password answers on " + socket.path(), folder);
        case NOBODY -> {
          if (server == null) {
            return false;
          }
          if (ended(server)) {
            throw server.exitValue() == LOCKED
                ? failure(
                    "another one has its data open but does not answer on %s; end that one (`fuser %s` names it)"
                        .formatted(socket.path(), folder.resolve("lock")),
                    folder)
                : failure("it ended with status " + server.exitValue(), folder);
          }
        }
        case LOADING -> {
          // it answers again when it has read more
        }
      }
    }
    return false;
  }

  /** Redisson's address of the server. */
  public String address() {
    return "redis+uds://" + socket.path();
  }

  public Path path() {
    return socket.path();
  }

  /** Never to be printed, logged or put on a command line. */
  public String password() {
    return socket.password();
  }

  /** Whether it was left running by an instance that was killed. */
  public boolean reused() {
    return reused;
  }

  /** Ends the server after it has written everything. */
  @Override
  public void close() {
    socket.shutdown(ANSWER);
    // The lock is free when the process is gone, ours or not.
    Command.run(
        List.of(
            "flock", "--timeout", "" + STOP.toSeconds(), folder.resolve("lock").toString(), "true"),
        STOP.multipliedBy(2));
  }

  @Override
  public String toString() {
    return "Redis on " + socket.path();
  }

  private static Process launch(Path folder, Path config) {
    Path log = folder.resolve("redis.log");
    // setsid: Ctrl-C in our terminal is for us; Redis ends after the agent, when we say so.
    // flock --no-fork: the lock's descriptor stays open in the server, so the kernel keeps it as
    // long as the server lives.
    List<String> command =
        List.of(
            "setsid",
            "flock",
            "--no-fork",
            "--timeout",
            "" + PATIENCE.toSeconds(),
            "--conflict-exit-code",
            "" + LOCKED,
            folder.resolve("lock").toString(),
            Executables.first("redis-server", "valkey-server"),
            config.toString());
    try {
      return new ProcessBuilder(command)
          .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
          .redirectErrorStream(true)
          .redirectOutput(Redirect.appendTo(log.toFile()))
          .start();
    } catch (IOException e) {
      throw failure(e.toString(), folder);
    }
  }

  /** Whether it ended; gives it a moment to. */
  private static boolean ended(Process process) {
    try {
      return process.waitFor(20, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStartException("Interrupted while Redis was starting or ending.");
    }
  }

  private static String configuration(Path folder, RedisSocket socket) {
    return """
    # Written by Pilothouse at every start; changes here are lost.
    port 0
    unixsocket "%s"
    unixsocketperm 700
    requirepass %s
    dir "%s"
    logfile "redis.log"
    always-show-logo no
    # The append-only file alone: an operation that was accepted must survive a power cut.
    appendonly yes
    appendfsync always
    save ""
    # Never drop a record to make room; writing then fails, and says so.
    maxmemory-policy noeviction
    """
        .formatted(socket.path(), socket.password(), folder);
  }

  private static String password(StateDirectory state, Path folder) {
    Path file = folder.resolve("password");
    try {
      if (Files.exists(file)) {
        return Files.readString(file).strip();
      }
    } catch (IOException e) {
      throw new CannotStartException("Cannot read %s (%s).".formatted(file, e), e);
    }
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    String password = HexFormat.of().formatHex(bytes);
    state.write(file, password + "\n");
    return password;
  }

  private static CannotStartException failure(String why, Path folder) {
    Path log = folder.resolve("redis.log");
    return new CannotStartException(
        "The embedded Redis did not start: %s. The end of %s: %s"
            .formatted(why, log, LogTail.of(log)));
  }
}
