package dev.pilothouse.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A real redis-server, without a password, that can be killed and started again on the same data.
 *
 * <p>It ends with {@link #close}; {@code ./verify} ends those of a killed JVM with the whole
 * process group.
 */
public final class RedisServer implements AutoCloseable {
  private static final long SECONDS = 60;

  private final Path folder;
  private final int port;
  private Process process;

  private RedisServer(Path folder, int port) {
    this.folder = folder;
    this.port = port;
    this.process = launch();
  }

  /**
   * On a Unix socket in the folder.
   *
   * @param folder exists; keeps the data over a kill; short, for the socket's path
   */
  public static RedisServer onSocket(Path folder) {
    return new RedisServer(folder, 0);
  }

  /** On a free port of 127.0.0.1; the same one after a restart. */
  public static RedisServer onPort(Path folder) {
    for (int tries = 0; ; tries++) {
      try {
        return new RedisServer(folder, freePort());
      } catch (IllegalStateException taken) { // somebody else was faster
        if (tries == 5) {
          throw taken;
        }
      }
    }
  }

  private static int freePort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path socket() {
    return folder.resolve("redis.sock");
  }

  /** 0 when it listens on a Unix socket. */
  public int port() {
    return port;
  }

  /** For Redisson. */
  public String address() {
    return port == 0 ? "redis+uds://" + socket() : "redis://127.0.0.1:" + port;
  }

  /** SIGKILL; returns when it is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Starts it on its data, after {@link #kill}; returns when it answers. */
  public void start() {
    if (process.isAlive()) {
      throw new IllegalStateException("it runs");
    }
    process = launch();
  }

  public void restart() {
    kill();
    start();
  }

  @Override
  public void close() {
    process.destroy();
    awaitEnd();
  }

  private Process launch() {
    try {
      Files.deleteIfExists(socket()); // what a killed one left
      Process server =
          new ProcessBuilder(
                  "redis-server",
                  "--bind",
                  "127.0.0.1",
                  "--port",
                  Integer.toString(port),
                  "--unixsocket",
                  port == 0 ? socket().toString() : "",
                  "--dir",
                  folder.toString(),
                  "--appendonly",
                  "yes",
                  "--appendfsync",
                  "always",
                  "--save",
                  "")
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(folder.resolve("redis.log").toFile()))
              .start();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
      while (!answers()) {
        if (server.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
          server.destroyForcibly();
          throw new IllegalStateException(
              "redis-server: " + Files.readString(folder.resolve("redis.log")));
        }
      }
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private boolean answers() {
    SocketAddress address =
        port == 0
            ? UnixDomainSocketAddress.of(socket())
            : new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (SocketChannel channel = SocketChannel.open(address)) {
      channel.write(ByteBuffer.wrap("PING\r\n".getBytes(UTF_8)));
      ByteBuffer reply = ByteBuffer.allocate(64);
      channel.read(reply);
      return UTF_8.decode(reply.flip()).toString().startsWith("+PONG");
    } catch (IOException e) {
      return false;
    }
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("redis-server does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
