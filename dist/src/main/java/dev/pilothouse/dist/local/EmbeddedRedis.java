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
  private static final Duration STOP = Duration.ofSeconds(30);

  /** flock's exit status when somebody else has the lock. */
  private static final int LOCKED = 75;

  private final RedisSocket socket;
  private final @Nullable Process child;

  private EmbeddedRedis(RedisSocket socket, @Nullable Process child) {
    this.socket = socket;
    this.child = child;
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
    if (socket.ping(ANSWER) == RedisSocket.Answer.READY) {
      return new EmbeddedRedis(socket, null);
    }
    state.write(config, configuration(folder, socket));
    long end = System.nanoTime() + START.toNanos();
    Process server = launch(folder, config);
    while (System.nanoTime() < end) {
      RedisSocket.Answer answer = socket.ping(ANSWER);
      if (answer == RedisSocket.Answer.READY) {
        // Ours may have lost the race for the lock against one that was just starting.
        return new EmbeddedRedis(socket, server.isAlive() ? server : null);
      }
      if (answer == RedisSocket.Answer.STRANGER) {
        server.destroy();
        throw failure("a server with another password answers on " + socket.path(), folder);
      }
      if (ended(server, answer)) {
        if (server.exitValue() != LOCKED) {
          throw failure("it ended with status " + server.exitValue(), folder);
        }
        server =
            launch(folder, config); // the one before is still on its way out, or not yet answering
      }
    }
    server.destroy();
    throw failure("it did not answer within " + START.toSeconds() + " s", folder);
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
    return child == null;
  }

  /** Ends the server after it has written everything. */
  @Override
  public void close() {
    socket.shutdown(ANSWER);
    long end = System.nanoTime() + STOP.toNanos();
    while (System.nanoTime() < end) {
      if (child == null ? socket.ping(ANSWER) == RedisSocket.Answer.NOBODY : exited(child)) {
        return;
      }
    }
    if (child != null) {
      child.destroyForcibly();
    }
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
            "--nonblock",
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

  /** Waits a moment when there is nothing to see yet. */
  private static boolean ended(Process server, RedisSocket.Answer answer) {
    return answer == RedisSocket.Answer.NOBODY ? exited(server) : !server.isAlive();
  }

  private static boolean exited(Process process) {
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
