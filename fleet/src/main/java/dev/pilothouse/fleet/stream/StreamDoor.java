package dev.pilothouse.fleet.stream;

import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.StreamOffer;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the agents' streams arrive. Listens from the first offer on. Lets in who shows, over TLS
 * 1.3, the key of the agent for which a stream was offered, and the token of that offer, once. Its
 * own key is as old as the process: its pin travels in the signed order. Thread-safe.
 */
public final class StreamDoor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamDoor.class);

  /** From the connection to the token. */
  private static final Duration GREETING = Duration.ofSeconds(10);

  /** Connections that have not shown a token yet. */
  private static final int STRANGERS = 64;

  private static final int BACKLOG = 64;
  private static final int TOKEN_BYTES = 32;

  private final StreamSettings settings;
  private final StreamKey key = StreamKey.generate();
  private final SecureRandom random = new SecureRandom();

  /** By the hash of their tokens, so that finding one tells nothing of the others. */
  private final Map<String, Offering> offerings = new ConcurrentHashMap<>();

  private final Semaphore strangers = new Semaphore(STRANGERS);
  private @Nullable ServerSocket listening;
  private boolean closed;

  public StreamDoor(StreamSettings settings) {
    this.settings = settings;
  }

  /**
   * Offers a stream.
   *
   * @param agent the pin of the agent that may take it
   * @throws OperationException when this process cannot listen for it; says what to do
   */
  public Offering offer(String agent) {
    int port = listen();
    byte[] secret = new byte[TOKEN_BYTES];
    random.nextBytes(secret);
    String token = HexFormat.of().formatHex(secret);
    String hash = hash(token);
    Offering offering =
        new Offering(
            new StreamOffer(Whereabouts.of(settings, port), key.pin(), token),
            agent,
            () -> offerings.remove(hash));
    offerings.put(hash, offering);
    return offering;
  }

  private static String hash(String token) {
    return StreamKey.sha256(token.getBytes(StandardCharsets.US_ASCII));
  }

  private synchronized int listen() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    ServerSocket already = listening;
    if (already != null) {
      return already.getLocalPort();
    }
    try {
      SSLContext tls = key.tls(Optional.empty());
      ServerSocket socket = new ServerSocket();
      try {
        socket.bind(new InetSocketAddress(settings.address(), settings.port()), BACKLOG);
      } catch (IOException | RuntimeException e) {
        socket.close();
        throw e;
      }
      listening = socket;
      LOG.info("waiting for streams of agents on {}", socket.getLocalSocketAddress());
      Thread.ofVirtual().name("stream-door").start(() -> accept(socket, tls));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new OperationException(
          new Failure(
              ErrorCode.SOURCE_UNREACHABLE,
              "This node cannot listen for the agent's stream on %s, port %d: %s. Nothing was done."
                  .formatted(settings.address(), settings.port(), e.getMessage()),
              "Choose another 'address' or 'port' below 'streams' in this node's configuration."),
          e);
    }
  }

  private void accept(ServerSocket socket, SSLContext tls) {
    while (!socket.isClosed()) {
      try {
        Socket stranger = socket.accept();
        if (strangers.tryAcquire()) {
          Thread.ofVirtual().name("stream-greeting").start(() -> greet(stranger, tls));
        } else {
          stranger.close();
        }
      } catch (IOException e) {
        LOG.debug("a stream was not accepted", e);
      }
    }
  }

  private void greet(Socket stranger, SSLContext tls) {
    CompletableFuture<Void> greeted = new CompletableFuture<>();
    CompletableFuture.delayedExecutor(GREETING.toMillis(), TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              if (!greeted.isDone()) {
                close(stranger);
              }
            });
    boolean known = false;
    try {
      known = known(stranger, tls, greeted);
    } catch (IOException e) {
      LOG.info(
          "{} wanted a stream and was not let in: {}",
          stranger.getRemoteSocketAddress(),
          e.toString());
    } finally {
      greeted.complete(null);
      strangers.release();
      if (!known) {
        close(stranger);
      }
    }
  }

  private boolean known(Socket stranger, SSLContext tls, CompletableFuture<Void> greeted)
      throws IOException {
    stranger.setTcpNoDelay(true);
    SSLSocket secure =
        (SSLSocket)
            tls.getSocketFactory()
                .createSocket(
                    stranger, stranger.getInetAddress().getHostAddress(), stranger.getPort(), true);
    secure.setUseClientMode(false);
    secure.setNeedClientAuth(true);
    secure.startHandshake();
    String pin = StreamKey.pin(secure.getSession().getPeerCertificates()[0].getPublicKey());
    DataInputStream from = new DataInputStream(new BufferedInputStream(secure.getInputStream()));
    OutputStream to = secure.getOutputStream();
    Frame hello = Frame.read(from);
    String hash = hash(new String(hello.body(), StandardCharsets.US_ASCII));
    Offering offering = hello.kind() == Frame.Kind.HELLO ? offerings.get(hash) : null;
    // With the wrong key the token stays good: else whoever learns it could spend it.
    if (offering == null || !offering.agent().equals(pin) || !offerings.remove(hash, offering)) {
      String why = "nothing is offered to this agent here any more";
      Frame.write(to, Frame.Kind.ABORT, why.getBytes(StandardCharsets.UTF_8));
      throw new IOException("no offer for its token and the key " + pin);
    }
    greeted.complete(null);
    Frame.write(to, Frame.Kind.ALIVE, new byte[0]);
    StreamLink link = StreamLink.start(stranger, from, to);
    if (!offering.taken().complete(link)) {
      link.abort("the offer was withdrawn");
    }
    return true;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing a connection", e);
    }
  }

  /** Withdraws all offers and closes their streams. Harmless twice. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      ServerSocket socket = listening;
      if (socket != null) {
        try {
          socket.close();
        } catch (IOException e) {
          LOG.debug("closing the door of streams", e);
        }
      }
    }
    offerings.values().forEach(Offering::close);
  }
}
