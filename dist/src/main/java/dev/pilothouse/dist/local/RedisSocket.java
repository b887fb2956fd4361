package dev.pilothouse.dist.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The two things we say to our own Redis as its keeper, in RESP's inline form (the data goes
 * through the fleet's bus).
 *
 * @param path the server's Unix socket
 */
record RedisSocket(Path path, String password) {

  /** What came back. */
  enum Answer {
    /** It serves. */
    READY,
    /** It is there and still reads its data. */
    LOADING,
    /** It is there but does not take our password: not the server that we configured. */
    STRANGER,
    /** Nobody listens. */
    NOBODY
  }

  Answer ping(Duration limit) {
    String reply;
    try {
      reply = say("PING", limit);
    } catch (IOException e) {
      return Answer.NOBODY;
    }
    if (reply.contains("+PONG")) {
      return Answer.READY;
    }
    // While it loads, Redis takes the password and answers everything else with -LOADING.
    return reply.startsWith("+OK") || reply.contains("-LOADING") || reply.isEmpty()
        ? Answer.LOADING
        : Answer.STRANGER;
  }

  /** Asks it to write its data and end; returns at once. */
  void shutdown(Duration limit) {
    try {
      say("SHUTDOWN", limit);
    } catch (IOException e) {
      // gone already, which is what was asked for
    }
  }

  /**
   * Everything that comes back until the answer to QUIT, the end of the stream or the end of the
   * time.
   */
  private String say(String command, Duration limit) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Selector selector = Selector.open()) {
      channel.connect(UnixDomainSocketAddress.of(path));
      channel.write(
          ByteBuffer.wrap(
              "AUTH %s\r\n%s\r\nQUIT\r\n".formatted(password, command).getBytes(UTF_8)));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      ByteBuffer reply = ByteBuffer.allocate(1024);
      long end = System.nanoTime() + limit.toNanos();
      for (long left = limit.toNanos(); left > 0; left = end - System.nanoTime()) {
        selector.select(Math.max(1, left / 1_000_000));
        selector.selectedKeys().clear();
        if (channel.read(reply) < 0 || !reply.hasRemaining()) {
          break;
        }
      }
      return UTF_8.decode(reply.flip()).toString();
    }
  }
}
