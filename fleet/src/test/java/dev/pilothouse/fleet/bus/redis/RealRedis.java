package dev.pilothouse.fleet.bus.redis;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real redis-server (or valkey-server) as a child of this test, with its data in a directory of
 * its own: it survives {@link #kill9} and {@link #restart}, and is gone after {@link #close}.
 */
public final class RealRedis implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path directory;
  private final SocketAddress socket;
  private final String address;
  private final List<String> command;
  private @Nullable Process process;

  private RealRedis(Path directory, SocketAddress socket, String address, List<String> listen) {
    this.directory = directory;
    this.socket = socket;
    this.address = address;
    this.command = new ArrayList<>(List.of(program(), "--dir", directory.toString()));
    command.addAll(listen);
    // With "everysec" a slow disk lets Redis acknowledge up to 2 s of writes that kill -9 loses.
    command.addAll(List.of("--appendonly", "yes", "--appendfsync", "always", "--save", ""));
  }

  /** On a unix socket that only this user can open. */
  public static RealRedis onUnixSocket() {
    Path directory = newDirectory();
    Path path = directory.resolve("r.sock");
    return started(
        new RealRedis(
            directory,
            UnixDomainSocketAddress.of(path),
            "redis+uds://" + path,
            List.of("--port", "0", "--unixsocket", path.toString(), "--unixsocketperm", "700")));
  }

  /** On a free port of the loopback. */
  public static RealRedis onLoopback(String... more) {
    int port = freePort();
    List<String> listen =
        new ArrayList<>(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    listen.addAll(List.of(more));
    return started(
        new RealRedis(
            newDirectory(),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            "redis://127.0.0.1:" + port,
            listen));
  }

  /** For {@link RedisOptions}. */
  public String address() {
    return address;
  }

  /** The server is gone at once, as after {@code kill -9}; what it had written stays. */
  public void kill9() {
    Process dying = process;
    if (dying != null) {
      dying.destroyForcibly();
      dying.onExit().join();
    }
    process = null;
  }

  /** Starts the server again, on the same data. Returns when it answers. */
  public void restart() {
    kill9();
    try {
      if (socket instanceof UnixDomainSocketAddress unix) {
        Files.deleteIfExists(unix.getPath());
      }
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(this::answers);
  }

  /** Stops the process in its tracks: it accepts connections and never answers. */
  public void freeze() {
    signal("-STOP");
  }

  public void thaw() {
    signal("-CONT");
  }

  @Override
  public void close() {
    kill9();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RealRedis started(RealRedis redis) {
    redis.restart();
    return redis;
  }

  private void signal(String name) {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("the server does not run");
    }
    try {
      int code = new ProcessBuilder("kill", name, Long.toString(running.pid())).start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill " + name + " ended with " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean answers() {
    boolean unix = socket instanceof UnixDomainSocketAddress;
    try (SocketChannel channel =
        SocketChannel.open(unix ? StandardProtocolFamily.UNIX : StandardProtocolFamily.INET)) {
      channel.connect(socket);
      channel.write(ByteBuffer.wrap("PING\r\n".getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(64);
      channel.read(answer);
      String text = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
      // A server that asks for a password is up too; one that says LOADING is not.
      return text.startsWith("+PONG") || text.startsWith("-NOAUTH");
    } catch (IOException e) {
      return false;
    }
  }

  private static String program() {
    return Stream.of("redis-server", "valkey-server")
        .map(RealRedis::inPath)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "this test needs redis-server (or valkey-server) in the PATH; on Debian:"
                        + " apt-get install redis-server"));
  }

  private static Optional<String> inPath(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin");
    return Stream.of(path.split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory("ph-redis-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
